using System.Globalization;
using Sora2.PluginHost.Cli;
using Xunit;

namespace Sora2.PluginHost.Tests.Cli;

/// <summary>The command as users and scripts meet it: a child process with a real server behind it.</summary>
public sealed class Sora2CommandTests : IDisposable
{
    private readonly Sora2Command _sora2 = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Endpoint_StartsTheServerAndFindsItAgain()
    {
        var first = await _sora2.RunAsync(Cancellation, "endpoint", "--json");
        var second = await _sora2.RunAsync(Cancellation, "endpoint", "--json");

        Assert.Equal((ExitCode.Done, ""), (first.ExitCode, first.Error));
        Assert.StartsWith("http://127.0.0.1:", (string?)first.Json["address"], StringComparison.Ordinal);
        Assert.Equal(43, ((string?)first.Json["token"])!.Length);
        Assert.Equal((int?)first.Json["pid"], (int?)second.Json["pid"]);
    }

    [Fact]
    public async Task Endpoint_LooksBehindAStaleDiscoveryFile()
    {
        await WriteDiscoveryAsync(pid: int.MaxValue, contract: 1);

        var result = await _sora2.RunAsync(Cancellation, "endpoint", "--json");

        Assert.Equal(ExitCode.Done, result.ExitCode);
        Assert.NotEqual(int.MaxValue, (int?)result.Json["pid"]);
    }

    [Fact]
    public async Task Endpoint_LooksBehindAProcessIdThatBelongsToAnother()
    {
        // This process lives and listens nowhere.
        await WriteDiscoveryAsync(Environment.ProcessId, contract: 1);

        var result = await _sora2.RunAsync(Cancellation, "endpoint", "--json");

        Assert.Equal(ExitCode.Done, result.ExitCode);
        Assert.NotEqual(Environment.ProcessId, (int?)result.Json["pid"]);
    }

    [Fact]
    public async Task Endpoint_RefusesAServerOfAnotherContract()
    {
        await WriteDiscoveryAsync(Environment.ProcessId, contract: 99);

        var result = await _sora2.RunAsync(Cancellation, "endpoint", "--json");

        Assert.Equal(ExitCode.OtherVersion, result.ExitCode);
        Assert.Equal("other_version", (string?)result.Json["error"]!["code"]);
        Assert.Contains("99", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endpoint_SaysWhatToDoWithoutAServer()
    {
        _sora2.Environment["SORA2_SERVER"] = "/nonexistent/sora2-server";

        var result = await _sora2.RunAsync(Cancellation, "endpoint");

        Assert.Equal(ExitCode.NoServer, result.ExitCode);
        Assert.Contains("SORA2_SERVER", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("prompt", "")]
    [InlineData("seconds", "a ball", "--seconds", "0")]
    [InlineData("seconds", "a ball", "--seconds", "1000")]
    [InlineData("sequence.frame_rate", "a ball", "--fps", "0/0")]
    [InlineData("--fps", "a ball", "--fps", "fast")]
    [InlineData("sequence.size", "a ball", "--size", "17x0")]
    [InlineData("--size", "a ball", "--size", "large")]
    [InlineData("--codec", "a ball", "--codec", "cinepak")]
    [InlineData("sequence.start_timecode", "a ball", "--fps", "29.97", "--start-timecode", "01:01:00;00")]
    [InlineData("--out", "a ball", "--out", "/proc/nowhere")]
    [InlineData("--first-frame", "a ball", "--first-frame", "/nonexistent.png")]
    [InlineData("--from", "--from", "/nonexistent.json")]
    [InlineData("PROMPT")]
    public async Task Generate_RefusesBadInputAtOnce(string field, params string[] arguments)
    {
        var result = await _sora2.RunAsync(Cancellation, ["generate", "--json", .. arguments]);

        Assert.Equal(ExitCode.InvalidInput, result.ExitCode);
        var error = result.Json["error"]!;
        Assert.Equal(field, (string?)error["field"]);
        Assert.NotEqual("", (string?)error["allowed"]);
        Assert.Contains((string)error["message"]!, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_RefusesAPictureThatIsNone()
    {
        var path = Path.Combine(Directory.CreateDirectory(_sora2.Home).FullName, "words.png");
        await File.WriteAllTextAsync(path, "these are only words", Cancellation);

        var result = await _sora2.RunAsync(Cancellation, "generate", "a ball", "--first-frame", path, "--json");

        Assert.Equal(ExitCode.InvalidInput, result.ExitCode);
        Assert.Equal("--first-frame", (string?)result.Json["error"]!["field"]);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_sora2.Home, "uploads")));
    }

    [Fact]
    public async Task Queue_IsEmptyAtFirst()
    {
        var result = await _sora2.RunAsync(Cancellation, "queue", "--json");

        Assert.Equal((ExitCode.Done, "{\"jobs\":[]}"), (result.ExitCode, result.Output.Trim()));
    }

    [Theory]
    [InlineData("show", "SORA2_SH0010_v001")]
    [InlineData("watch", "abcdefghijkm")]
    [InlineData("cancel", "abcdefghijkm")]
    public async Task Lookup_OfWhatIsNotThereIsNotFound(string command, string name) =>
        Assert.Equal(ExitCode.NotFound, (await _sora2.RunAsync(Cancellation, command, name)).ExitCode);

    [Fact]
    public async Task Unknown_ArgumentsAreInvalidInput()
    {
        var result = await _sora2.RunAsync(Cancellation, "queue", "--bogus", "--json");

        Assert.Equal(ExitCode.InvalidInput, result.ExitCode);
        Assert.Equal("refused", (string?)result.Json["status"]);
    }

    [Fact]
    public async Task Doctor_NamesWhatIsMissing()
    {
        _sora2.Environment["SORA2_FFMPEG"] = "/nonexistent";

        var result = await _sora2.RunAsync(Cancellation, "doctor", "--json");

        Assert.Equal(ExitCode.NotReady, result.ExitCode);
        var ffmpeg = result.Json["checks"]!.AsArray().Single(check => (string?)check!["name"] == "ffmpeg")!;
        Assert.Equal("failed", (string?)ffmpeg["verdict"]);
        Assert.NotEqual("", (string?)ffmpeg["remedy"]);
    }

    public void Dispose() => _sora2.Dispose();

    private async Task WriteDiscoveryAsync(int pid, int contract)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_sora2.Discovery)!);
        await File.WriteAllTextAsync(
            _sora2.Discovery,
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"address":"http://127.0.0.1:1","socket":"{{_sora2.Home}}/run/none.sock","token":"t","pid":{{pid}},"version":"9.9.9","contract":{{contract}}}"""),
            Cancellation);
    }
}
