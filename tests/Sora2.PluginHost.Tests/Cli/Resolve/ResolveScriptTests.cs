using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Xunit;

namespace Sora2.PluginHost.Tests.Cli.Resolve;

/// <summary>
/// The whole way with the embedded pack: the scripts as installed, in what the free edition leaves of Lua, mailbox, server, worker, FFmpeg,
/// and back into the bin and onto the time line of a fake Resolve.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class ResolveScriptTests : IAsyncLifetime
{
    private readonly Sora2Command _sora2 = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Scripts => Path.Combine(_sora2.Home, "Scripts");

    private string Preferences => Path.Combine(_sora2.Home, "Fusion.prefs");

    private string Mailbox => Path.Combine(_sora2.Home, "mailbox");

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(EmbeddedPack.IsThere, "needs models/sora2-mini");
        Assert.SkipUnless(File.Exists("/usr/bin/luajit"), "needs luajit: sudo apt-get install luajit");
        Directory.CreateDirectory(_sora2.Home, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var installed = await _sora2.RunAsync(Stop, "resolve", "install", "--scripts", Scripts, "--prefs", Preferences, "--json");
        Assert.True(installed.ExitCode == 0, installed.Error);
    }

    public ValueTask DisposeAsync()
    {
        _sora2.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("free")]
    [InlineData("studio")]
    public async Task Scripts_InsertExtendAndFill(string edition)
    {
        // Studio's scripts start it themselves.
        if (edition == "free")
        {
            await StartServerAsync();
        }

        // Thirteen frames at the start and as many more of them; thirteen from frame 52 on; then the gap between.
        var lines = await RunAsync(
            edition, "Sora2 Insert at playhead", "@10", "Sora2 Extend clip", "@52", "Sora2 Insert at playhead", "@45", "Sora2 Fill gap",
            "Sora2 Import waiting shots");

        string[] wanted = ["video 1 90000+13", "video 1 90013+13", "video 1 90026+26", "video 1 90052+13"];
        Assert.True(wanted.Order().SequenceEqual(lines.Where(static line => line.StartsWith("video ", StringComparison.Ordinal)).Order()), string.Join('\n', lines));
        Assert.Equal(4, lines.Count(static line => line.StartsWith("bin ", StringComparison.Ordinal) && line.EndsWith(".mov", StringComparison.Ordinal)));
        Assert.All(lines.Where(static line => line.StartsWith("bin ", StringComparison.Ordinal)), static line => Assert.True(File.Exists(line[4..]), line));
        Assert.Contains(lines, static line => line.StartsWith("audio ", StringComparison.Ordinal) && line.EndsWith("90000+13", StringComparison.Ordinal));
        Assert.Empty(await OpenAsync());
    }

    [Fact]
    public async Task Script_ThatIsKilledLeavesItsShotToBeImported()
    {
        await StartServerAsync();
        using var script = Start("free", "Sora2 Insert at playhead");
        for (var line = ""; !line.StartsWith("Sora2: in the making", StringComparison.Ordinal);)
        {
            line = await script.StandardOutput.ReadLineAsync(Stop) ?? throw new InvalidOperationException("The script ended before that.");
        }

        script.Kill();
        await script.WaitForExitAsync(Stop);
        var job = (string)JsonNode.Parse(await File.ReadAllTextAsync(Directory.GetFiles(Path.Combine(Mailbox, "out"), "resolve-*.json").Single(), Stop))!["job"]!;
        Assert.Equal(0, (await _sora2.RunAsync(Stop, "watch", job, "--json")).ExitCode);
        await UntilAnsweredAsync("succeeded");

        var lines = await RunAsync("free", "Sora2 Import waiting shots");

        Assert.Contains("video 1 90000+13", lines);
        Assert.Empty(await OpenAsync());
    }

    // The answer follows its job a moment later.
    private async Task UntilAnsweredAsync(string status)
    {
        var folder = Path.Combine(Mailbox, "out");
        using var watcher = new FileSystemWatcher(folder, "resolve-*.json");
        while (true)
        {
            var change = new TaskCompletionSource();
            void Changed(object sender, FileSystemEventArgs entry) => change.TrySetResult();
            watcher.Renamed += Changed;
            watcher.EnableRaisingEvents = true;
            var answer = JsonNode.Parse(await File.ReadAllTextAsync(Directory.GetFiles(folder, "resolve-*.json").Single(), Stop))!;
            if ((string)answer["status"]! == status)
            {
                return;
            }

            await change.Task.WaitAsync(TimeSpan.FromMinutes(1), Stop);
            watcher.Renamed -= Changed;
        }
    }

    private async Task StartServerAsync()
    {
        var started = await _sora2.RunAsync(Stop, "models", "--json");
        Assert.True(started.ExitCode == 0, started.Error);
    }

    private async Task<JsonArray> OpenAsync() =>
        JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Mailbox, "out", "box.json"), Stop))!["open"]!.AsArray();

    private async Task<IReadOnlyList<string>> RunAsync(string edition, params string[] scripts)
    {
        using var script = Start(edition, scripts);
        var error = script.StandardError.ReadToEndAsync(Stop);
        var output = await script.StandardOutput.ReadToEndAsync(Stop);
        await script.WaitForExitAsync(Stop);
        Assert.True(script.ExitCode == 0, $"{output}\n{await error}");
        return output.Split('\n');
    }

    private Process Start(string edition, params string[] scripts)
    {
        var live = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(EmbeddedPack.Folder))!, "tests", "editors", "resolve", "live.lua");
        return Process.Start(new ProcessStartInfo("/usr/bin/luajit", [live, Path.Combine(Scripts, "Utility"), Mailbox, Preferences, edition, .. scripts])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }
}
