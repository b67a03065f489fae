using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace Sora2.LocalServer.Tests;

/// <summary>Holds the arrows of docs/architecture.md: who may know whom, and where foreign APIs end.</summary>
public sealed partial class ArchitectureTests
{
    private const int MaxLines = 400;

    // Folder of the server → what it may use. A folder that is not listed may use everything: the doors.
    private static readonly Dictionary<string, string[]> s_arrows = new()
    {
        ["Clips"] = [],
        ["Processes"] = [],
        ["Requests"] = ["Clips"],
        ["Planning"] = ["Clips", "Requests", "Model.Packs"],
        ["Model"] = ["Clips", "Requests", "Planning", "Processes"],
        ["Media"] = ["Clips", "Requests", "Processes"],
        ["Library"] = ["Clips", "Requests"],
        ["Editors"] = ["Clips", "Requests"],
        ["Jobs"] = ["Clips", "Requests", "Planning", "Model", "Media", "Library", "Editors", "Processes"],
    };

    // The same of the plug-in host. Its C interface, Abi, may use everything.
    private static readonly Dictionary<string, string[]> s_hostArrows = new()
    {
        ["Server"] = [],
        ["Playback"] = [],
        ["Sessions"] = ["Server", "Playback"],
    };

    // A namespace of a foreign API → the only folders of the server that may name it.
    private static readonly Dictionary<string, string[]> s_foreign = new()
    {
        ["Microsoft.ML.OnnxRuntime"] = ["Model/Runtime"],
        ["Microsoft.ML.Tokenizers"] = ["Model/Text"],
        ["Sora2.Contracts"] = ["Mailbox", "Panels", "Rpc", "Server", "Dashboard/Storyboards"],
        ["Grpc."] = ["Rpc"],
        ["Serilog"] = ["Server"],
        ["Microsoft.AspNetCore"] = ["Server", "Rpc", "Videos", "Dashboard"],
    };

    private static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));

    [Fact]
    public void Stages_KnowOnlyWhatTheirArrowsAllow()
    {
        var wrong =
            from source in ServerSources()
            let folder = source.Folder.Split('/')[0]
            where s_arrows.ContainsKey(folder)
            from Match use in OwnNamespace().Matches(source.Text)
            let used = use.Groups[1].Value
            where used.Split('.')[0] != folder && Directory.Exists(Path.Combine(Root, "Sora2.LocalServer", used.Split('.')[0]))
            where !s_arrows[folder].Any(allowed => used == allowed || used.StartsWith(allowed + ".", StringComparison.Ordinal))
            select $"{source.Path} uses {used}";

        Assert.Empty(wrong.Distinct());
    }

    [Fact]
    public void PluginHost_FoldersKnowOnlyWhatTheirArrowsAllow()
    {
        var wrong =
            from source in Sources("Sora2.PluginHost")
            let folder = source.Folder.Split('/')[0]
            where s_hostArrows.ContainsKey(folder)
            from other in (string[])["Abi", "Cli", "Playback", "Server", "Sessions"]
            where other != folder && !s_hostArrows[folder].Contains(other)
            where source.Text.Contains($"Sora2.PluginHost.{other}", StringComparison.Ordinal)
            select $"{source.Path} uses {other}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void ForeignApis_StopAtTheirFolder()
    {
        var wrong =
            from source in ServerSources()
            from foreign in s_foreign
            where source.Text.Contains($"using {foreign.Key}", StringComparison.Ordinal)
            where !foreign.Value.Any(folder => source.Folder == folder || source.Folder.StartsWith(folder + "/", StringComparison.Ordinal))
            select $"{source.Path} uses {foreign.Key}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void Ffmpeg_IsRunFromItsFolderOnly()
    {
        var wrong = ServerSources()
            .Where(static source => !source.Folder.StartsWith("Media/Ffmpeg", StringComparison.Ordinal) && source.Folder != "Diagnosis")
            .Where(static source => source.Text.Contains("\"ffmpeg\"", StringComparison.Ordinal) || source.Text.Contains("\"ffprobe\"", StringComparison.Ordinal))
            .Select(static source => source.Path);

        Assert.Empty(wrong);
    }

    [Fact]
    public void Server_AndPluginHostMeetInTheContractOnly()
    {
        Assert.DoesNotContain("Sora2.PluginHost", string.Concat(ServerSources().Select(static source => source.Text)), StringComparison.Ordinal);
        Assert.All(
            Sources("Sora2.PluginHost"), static source => Assert.DoesNotContain("Sora2.LocalServer", source.Text.Replace("\"Sora2.LocalServer\"", "", StringComparison.Ordinal), StringComparison.Ordinal));
    }

    [Fact]
    public void Files_AreShort()
    {
        string[] kinds = ["*.cs", "*.py", "*.proto", "*.sh", "*.cpp", "*.h", "*.ts", "*.lua"];
        var wrong =
            from kind in kinds
            from path in Directory.EnumerateFiles(Root, kind, SearchOption.AllDirectories)
            where !IsBuilt(path)
            let lines = File.ReadLines(path).Count()
            where lines > MaxLines
            select $"{Path.GetRelativePath(Root, path)} has {lines} lines";

        Assert.Empty(wrong);
    }

    [Fact]
    public void Files_HoldTheTypeTheyAreNamedAfter()
    {
        var wrong = ServerSources().Concat(Sources("Sora2.PluginHost"))
            .Where(static source => Path.GetFileName(source.Path).Split('.')[0] is var name
                && name != "Program"
                && !Regex.IsMatch(source.Text, $@"\b(class|record|struct|enum|interface|delegate \S+) {Regex.Escape(name)}\b"))
            .Select(static source => source.Path);

        Assert.Empty(wrong);
    }

    private static IEnumerable<Source> ServerSources() => Sources("Sora2.LocalServer");

    private static IEnumerable<Source> Sources(string project)
    {
        var folder = Path.Combine(Root, project);
        return Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(static path => !IsBuilt(path))
            .Select(path => new Source(
                Path.GetRelativePath(Root, path).Replace('\\', '/'),
                Path.GetRelativePath(folder, Path.GetDirectoryName(path)!).Replace('\\', '/'),
                File.ReadAllText(path)));
    }

    private static bool IsBuilt(string path)
    {
        var parts = Path.GetRelativePath(Root, path).Split(Path.DirectorySeparatorChar);
        return parts.Any(static part => part is "bin" or "obj" or "artifacts" or "node_modules" or ".run" or ".work" or ".git");
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex(@"Sora2\.LocalServer\.([A-Z][A-Za-z]*(?:\.[A-Z][A-Za-z]*)*)")]
    private static partial Regex OwnNamespace();

    private sealed record Source(string Path, string Folder, string Text);
}
