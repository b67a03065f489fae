using Sora2.LocalServer.Media.Ffmpeg;
using Xunit;

namespace Sora2.LocalServer.Tests.Media.Ffmpeg;

/// <summary>Stand-ins are shell scripts that answer "-version" and "-filters" as FFmpeg does.</summary>
public sealed class FfmpegToolsTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static bool OnWindows => OperatingSystem.IsWindows();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task FindAsync_FindsTheInstalledOne()
    {
        var tools = await Tools.FfmpegAsync();

        Assert.NotEmpty(tools.Version);
        tools.RequireEncoder("prores_aw");
        tools.RequireEncoder("dnxhd");
    }

    [Fact]
    public async Task FindAsync_SaysWhatToInstallWhenItIsMissing()
    {
        var error = await Assert.ThrowsAsync<FfmpegMissingException>(() => FfmpegTools.FindAsync(_folder.Path, Stop));

        Assert.Contains(_folder.Path, error.Message, StringComparison.Ordinal);
        Assert.Contains("5.1 or newer", error.Message, StringComparison.Ordinal);
        Assert.Contains("SORA2_FFMPEG", error.Message, StringComparison.Ordinal);
    }

    [Theory(Skip = "The stand-ins are shell scripts.", SkipWhen = nameof(OnWindows))]
    [InlineData("4.4.2-0ubuntu0.22.04.1", "58.134.100", "is version 4.4.2")]
    [InlineData("5.0.1", " 59. 18.100", "is version 5.0.1")]
    [InlineData("n7.1-snapshot", " 61. 19.100", "built without zimg")]
    public async Task FindAsync_RefusesWhatIsTooOldOrNotWhole(string version, string library, string reason)
    {
        Pretend($"ffmpeg version {version} Copyright\nlibavcodec     {library} / {library}");

        var error = await Assert.ThrowsAsync<FfmpegMissingException>(() => FfmpegTools.FindAsync(_folder.Path, Stop));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact(Skip = "The stand-ins are shell scripts.", SkipWhen = nameof(OnWindows))]
    public async Task FindAsync_RefusesAnotherProgramOfThatName()
    {
        Pretend("hello");

        var error = await Assert.ThrowsAsync<FfmpegMissingException>(() => FfmpegTools.FindAsync(_folder.Path, Stop));

        Assert.Contains("does not answer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RequireEncoder_NamesTheEncoderThatIsMissing()
    {
        var error = Assert.Throws<FfmpegMissingException>(await RequireAsync("no_such_encoder"));

        Assert.Contains("no_such_encoder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_TellsWhatFfmpegSaid()
    {
        var tools = await Tools.FfmpegAsync();

        var error = await Assert.ThrowsAsync<FfmpegException>(
            () => tools.RunAsync("do it", ["-i", _folder["missing.mov"], "-f", "null", "-"], null, FfmpegLimits.Encode, Stop));

        Assert.Contains("could not do it", error.Message, StringComparison.Ordinal);
        Assert.Contains("No such file", error.Said, StringComparison.Ordinal);
    }

    private static async Task<Action> RequireAsync(string encoder)
    {
        var tools = await Tools.FfmpegAsync();
        return () => tools.RequireEncoder(encoder);
    }

    private void Pretend(string answer)
    {
        foreach (var name in new[] { "ffmpeg", "ffprobe" })
        {
            File.WriteAllText(_folder[name], $"#!/bin/sh\ncat <<'END'\n{answer}\nEND\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(_folder[name], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
    }
}
