using System.Diagnostics;
using System.Runtime.Versioning;
using Sora2.PluginHost.Cli;
using Sora2.PluginHost.Server;
using Xunit;

namespace Sora2.PluginHost.Tests.Cli.Premiere;

/// <summary>The file by which the panel starts the server.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PremiereCommandTests : IDisposable
{
    private readonly Sora2Command _sora2 = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Launcher => Path.Combine(_sora2.Home, "start-server.command");

    [Fact]
    public async Task Install_WritesAFileThatStartsTheServer()
    {
        var installed = await _sora2.RunAsync(Stop, "premiere", "install", "--json");
        await _sora2.RunAsync(Stop, "premiere", "install", "--json");

        Assert.True(installed.ExitCode == ExitCode.Done, installed.Error);
        Assert.Equal(Launcher, (string)installed.Json["launcher"]!);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Launcher));

        // As a file manager opens it: no terminal, nothing of ours in the environment.
        var start = new ProcessStartInfo(Launcher) { RedirectStandardOutput = true };
        start.Environment.Remove("SORA2_HOME");
        using var opened = Process.Start(start)!;
        Assert.Equal("ready", await opened.StandardOutput.ReadLineAsync(Stop));
        await opened.WaitForExitAsync(Stop);

        var server = DiscoveryFile.TryRead(_sora2.Discovery)!;
        Assert.False(Process.GetProcessById(server.Pid).HasExited, "The server outlives what started it.");
    }

    [Fact]
    public async Task Install_QuotesWhatAShellWouldRead()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_sora2.Home, "it's $HOME `x` \"ü\"")).FullName;
        var program = Path.Combine(folder, "sora2-server");
        await File.WriteAllTextAsync(program, "#!/bin/sh\necho \"$SORA2_HOME $*\"\n", Stop);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _sora2.Environment["SORA2_SERVER"] = program;

        await _sora2.RunAsync(Stop, "premiere", "install", "--json");
        using var opened = Process.Start(new ProcessStartInfo(Launcher) { RedirectStandardOutput = true })!;

        Assert.Equal($"{_sora2.Home} serve --detached", (await opened.StandardOutput.ReadToEndAsync(Stop)).Trim());
    }

    [Fact]
    public async Task Remove_TakesItAway()
    {
        await _sora2.RunAsync(Stop, "premiere", "install", "--json");

        Assert.True((bool)(await _sora2.RunAsync(Stop, "premiere", "remove", "--json")).Json["removed"]!);
        Assert.False(File.Exists(Launcher));
        Assert.False((bool)(await _sora2.RunAsync(Stop, "premiere", "remove", "--json")).Json["removed"]!);
    }

    public void Dispose() => _sora2.Dispose();
}
