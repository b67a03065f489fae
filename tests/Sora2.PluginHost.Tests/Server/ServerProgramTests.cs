using Sora2.PluginHost.Server;
using Xunit;

namespace Sora2.PluginHost.Tests.Server;

public sealed class ServerProgramTests
{
    private static string Name => OperatingSystem.IsWindows() ? "sora2-server.exe" : "sora2-server";

    [Fact]
    public void Candidates_BeginBesideTheCodeAndEndWhereInstallersPutIt()
    {
        var folder = Path.Combine(Path.GetTempPath(), "plug-ins", "Sora2.ofx.bundle");

        var candidates = ServerProgram.Candidates(folder).ToList();

        Assert.Equal([Path.Combine(folder, Name), Path.Combine(folder, "sora2-server", Name)], candidates[..2]);
        Assert.Contains("sora2", Path.GetDirectoryName(candidates[^1])!, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(3, candidates.Count);
    }

    [Theory]
    [InlineData("Debug")]
    [InlineData("Release")]
    public void Candidates_InTheRepository_TakeTheBuildOfTheSameKindFirst(string configuration)
    {
        var root = Path.GetFullPath(Path.Combine(Cli.EmbeddedPack.Folder, "..", ".."));

        var candidates = ServerProgram.Candidates(Path.Combine(root, "x", "bin", configuration, "net10.0")).ToList();

        Assert.Equal(Path.Combine(root, "Sora2.LocalServer", "bin", configuration, "net10.0", Name), candidates[2]);
    }
}
