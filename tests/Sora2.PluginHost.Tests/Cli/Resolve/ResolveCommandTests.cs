using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sora2.PluginHost.Cli;
using Xunit;

namespace Sora2.PluginHost.Tests.Cli.Resolve;

/// <summary>Installing the scripts and taking them out again; no server is needed.</summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class ResolveCommandTests : IDisposable
{
    private readonly Sora2Command _sora2 = new();

    // Whoever runs these tests keeps what starts at their own login.
    public ResolveCommandTests() => _sora2.Environment["XDG_CONFIG_HOME"] = _sora2.Home;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Scripts => Path.Combine(_sora2.Home, "Skripte für Resolve");

    private string Preferences => Path.Combine(_sora2.Home, "Fusion.prefs");

    private JsonNode Settings => JsonNode.Parse(File.ReadAllText(Path.Combine(_sora2.Home, "mailbox", "settings.json")))!;

    [Fact]
    public async Task Install_PutsTheScriptsIntoTheMenuAndTellsTheServer()
    {
        var media = Directory.CreateDirectory(Path.Combine(_sora2.Home, "media")).FullName;

        var first = await InstallAsync("--media", media);
        var again = await InstallAsync();

        Assert.True(first.ExitCode == ExitCode.Done, first.Error);
        var written = Directory.GetFiles(Path.Combine(Scripts, "Utility")).Select(path => Path.GetFileName(path)).Order();
        Assert.Equal(
            ["Sora2 Cancel.lua", "Sora2 Extend clip.lua", "Sora2 Fill gap.lua", "Sora2 Generate.lua", "Sora2 Import waiting shots.lua", "Sora2 Insert at playhead.lua"], written);
        Assert.Equal([media], Settings["mediaFolders"]!.AsArray().Select(static folder => (string)folder!));
        Assert.Equal([Preferences], Settings["fusionPrefs"]!.AsArray().Select(static path => (string)path!));
        Assert.Equal(first.Json["scripts"]!.ToJsonString(), again.Json["scripts"]!.ToJsonString());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_sora2.Home, "mailbox", "settings.json")));
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(Path.Combine(_sora2.Home, "mailbox")) & (UnixFileMode)0b000_111_111);
    }

    [Fact]
    public async Task Install_WarnsOfPreferencesThatOthersCanReach()
    {
        Directory.CreateDirectory(_sora2.Home);
        var open = Directory.CreateDirectory(Path.Combine(_sora2.Home, "open"), (UnixFileMode)0b111_111_101).FullName;
        File.SetUnixFileMode(_sora2.Home, (UnixFileMode)0b111_101_101);

        var loose = await _sora2.RunAsync(Stop, "resolve", "install", "--scripts", Scripts, "--prefs", Path.Combine(open, "Fusion.prefs"), "--json");
        File.SetUnixFileMode(open, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var tight = await _sora2.RunAsync(Stop, "resolve", "install", "--scripts", Scripts, "--prefs", Path.Combine(open, "Fusion.prefs"), "--json");

        Assert.Contains("chmod 700", (string)loose.Json["warning"]!, StringComparison.Ordinal);
        Assert.Null(tight.Json["warning"]);
    }

    [Fact]
    public async Task Install_RefusesAMediaFolderThatIsNotThere()
    {
        var result = await InstallAsync("--media", Path.Combine(_sora2.Home, "nowhere"));

        Assert.Equal(ExitCode.InvalidInput, result.ExitCode);
        Assert.Equal("--media", (string)result.Json["error"]!["field"]!);
        Assert.False(Directory.Exists(Scripts));
    }

    [Fact]
    public async Task Install_WhereScriptsCannotBeChangesNothing()
    {
        Directory.CreateDirectory(_sora2.Home);
        await File.WriteAllTextAsync(Scripts, "a file in the way", Stop);

        var result = await InstallAsync("--autostart");

        Assert.Equal(ExitCode.InvalidInput, result.ExitCode);
        Assert.Equal("--scripts", (string)result.Json["error"]!["field"]!);
        Assert.Equal([Scripts], Directory.EnumerateFileSystemEntries(_sora2.Home));
    }

    [Fact]
    public async Task Install_LeavesSettingsThatItCannotRead()
    {
        Directory.CreateDirectory(Path.Combine(_sora2.Home, "mailbox"));
        await File.WriteAllTextAsync(Path.Combine(_sora2.Home, "mailbox", "settings.json"), "not json", Stop);

        Assert.Equal("invalid_settings", (string)(await InstallAsync()).Json["error"]!["code"]!);
        Assert.Equal("not json", await File.ReadAllTextAsync(Path.Combine(_sora2.Home, "mailbox", "settings.json"), Stop));
    }

    [Fact]
    public async Task Remove_TakesOutWhatInstallPutIn()
    {
        await InstallAsync();
        await File.WriteAllTextAsync(Path.Combine(Scripts, "Utility", "Mine.lua"), "", Stop);

        var removed = await _sora2.RunAsync(Stop, "resolve", "remove", "--scripts", Scripts, "--prefs", Preferences, "--json");

        Assert.Equal(6, removed.Json["removed"]!.AsArray().Count);
        Assert.Equal("Mine.lua", Path.GetFileName(Assert.Single(Directory.GetFiles(Path.Combine(Scripts, "Utility")))));
        Assert.Empty(Settings["fusionPrefs"]!.AsArray());
    }

    [Fact]
    public async Task Install_StartsTheServerAtLoginWhenAsked()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "macOS keeps launch agents in the user's own home");
        var home = Path.Combine(_sora2.Home, "ein \"Heim\" für $x, 100 % `\\");
        _sora2.Environment["SORA2_HOME"] = home;
        var entry = Path.Combine(_sora2.Home, "autostart", "sora2-server.desktop");

        await InstallAsync();
        Assert.False(File.Exists(entry));
        Assert.Equal(entry, (string)(await InstallAsync("--autostart")).Json["autostart"]!);

        var command = (await File.ReadAllLinesAsync(entry, Stop)).Single(static line => line.StartsWith("Exec=", StringComparison.Ordinal));
        var words = ExecWord().Matches(command.Replace(@"\\", @"\", StringComparison.Ordinal))
            .Select(static word => ExecEscape().Replace(word.Groups[1].Value, "$1").Replace("%%", "%", StringComparison.Ordinal))
            .ToList();
        Assert.Contains($"SORA2_HOME={home}", words);
        Assert.Equal(["queue", "--json"], words[^2..]);
        Assert.True(File.Exists(words[^3]), words[^3]);

        var removed = await _sora2.RunAsync(Stop, "resolve", "remove", "--scripts", Scripts, "--prefs", Preferences, "--json");
        Assert.Contains(entry, removed.Json["removed"]!.AsArray().Select(static path => (string)path!));
        Assert.False(File.Exists(entry));
    }

    [Fact]
    public async Task Server_WhoseMailboxIsShutHasNone()
    {
        _sora2.Environment["SORA2_MAILBOX"] = "off";

        await _sora2.RunAsync(Stop, "models", "--json");
        await _sora2.RunAsync(Stop, "doctor", "--json");

        Assert.True(File.Exists(_sora2.Discovery));
        Assert.False(Directory.Exists(Path.Combine(_sora2.Home, "mailbox")));
    }

    public void Dispose() => _sora2.Dispose();

    // An argument in quotation marks, and what a backslash in one keeps from being read.
    [GeneratedRegex("\"((?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex ExecWord();

    [GeneratedRegex("""\\(.)""")]
    private static partial Regex ExecEscape();

    private Task<Sora2Command.Result> InstallAsync(params string[] more) =>
        _sora2.RunAsync(Stop, ["resolve", "install", "--scripts", Scripts, "--prefs", Preferences, "--json", .. more]);
}
