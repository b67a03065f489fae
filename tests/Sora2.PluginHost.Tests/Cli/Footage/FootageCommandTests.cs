using System.Diagnostics;
using Sora2.PluginHost.Cli;
using Xunit;

namespace Sora2.PluginHost.Tests.Cli.Footage;

/// <summary>Wishes that hang on clips, with a real server and real movies.</summary>
public sealed class FootageCommandTests : IClassFixture<Sora2Command>, IDisposable
{
    private readonly Sora2Command _sora2;
    private readonly string _folder = Directory.CreateTempSubdirectory("sora2-clips-").FullName;

    public FootageCommandTests(Sora2Command sora2)
    {
        Assert.SkipUnless(EmbeddedPack.IsThere, "needs models/sora2-mini");
        _sora2 = sora2;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string[]> Refused => new()
    {
        { "extend_tail", ["extend", "CLIP", "--seconds", "1"] },
        { "extend_head", ["extend", "CLIP", "--head", "--seconds", "00:00:01:00", "it begins"] },
        { "fill_gap", ["fill", "CLIP", "CLIP", "--seconds", "1", "it goes on"] },
        { "edit", ["edit", "CLIP", "make it night", "--to", "1", "--music", "sad"] },
        { "retake", ["retake", "CLIP", "--from", "10:00:00:12", "--to", "1.5"] },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Task_ThatThePackCannotDo_IsRefusedAndLeavesNothing(string task, string[] arguments)
    {
        var clip = await ClipAsync();

        var result = await _sora2.RunAsync(Cancellation, [.. arguments.Select(argument => argument == "CLIP" ? clip : argument), "--json"]);

        Assert.True(result.ExitCode == ExitCode.InvalidInput, result.Error);
        Assert.Equal(("task", task), ((string?)result.Json["error"]!["field"], (string?)result.Json["error"]!["given"]));
        Assert.Contains("what pack sora2-mini does: ", (string?)result.Json["error"]!["allowed"], StringComparison.Ordinal);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("--from", "retake", "CLIP", "--from", "09:00:00:00", "--to", "1")]
    [InlineData("--to", "edit", "CLIP", "make it night", "--to", "late")]
    [InlineData("--seconds", "extend", "CLIP", "--seconds", "long")]
    [InlineData("conditioning[0].part", "edit", "CLIP", "make it night", "--from", "1", "--to", "1")]
    [InlineData("range", "retake", "CLIP", "--from", "2", "--to", "1")]
    [InlineData("CLIP", "extend", "/nonexistent.mov")]
    [InlineData("CLIP", "extend", "WORDS")]
    [InlineData("CLIP", "extend", "PICTURE")]
    [InlineData("B", "fill", "CLIP", "WORDS")]
    [InlineData("--stems", "extend", "CLIP", "--stems", "foley")]
    [InlineData("--cast", "extend", "CLIP", "MAYA runs", "--cast", "MAYA")]
    public async Task Argument_ThatCannotBe_IsNamed(string field, params string[] arguments)
    {
        var (clip, words, picture) = (await ClipAsync(), Path.Combine(_folder, "words.mov"), Path.Combine(_folder, "picture.png"));
        await File.WriteAllTextAsync(words, "these are only words, and no movie at all", Cancellation);
        await FfmpegAsync("-i", clip, "-frames:v", "1", picture);

        var result = await _sora2.RunAsync(Cancellation, [.. arguments.Select(argument => argument switch
        {
            "CLIP" => clip,
            "WORDS" => words,
            "PICTURE" => picture,
            _ => argument,
        }), "--json"]);

        Assert.True(result.ExitCode == ExitCode.InvalidInput, result.Error);
        Assert.Equal(field, (string?)result.Json["error"]!["field"]);
        Assert.NotEqual("", (string?)result.Json["error"]!["allowed"]);
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task Shot_OfTheLibrary_IsSentWithItsStems()
    {
        var made = await _sora2.RunAsync(
            Cancellation, "generate", "a red ball bounces", "--seconds", "0.5", "--steps", "2", "--size", "320x180", "--codec", "h264", "--json");
        Assert.True(made.ExitCode == ExitCode.Done, made.Error);

        var refused = await _sora2.RunAsync(Cancellation, "extend", (string)made.Json["shot"]!, "--json");

        Assert.Equal(("task", "extend_tail"), ((string?)refused.Json["error"]!["field"], (string?)refused.Json["error"]!["given"]));
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task Shot_ThatTheLibraryLacks_IsNotFound() =>
        Assert.Equal(ExitCode.NotFound, (await _sora2.RunAsync(Cancellation, "extend", "SORA2_SH9990_v001")).ExitCode);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task FfmpegAsync(params string[] arguments)
    {
        using var process = Process.Start("ffmpeg", ["-v", "error", "-y", .. arguments]);
        await process.WaitForExitAsync(Cancellation);
        Assert.Equal(0, process.ExitCode);
    }

    private async Task<string> ClipAsync()
    {
        var path = Path.Combine(_folder, "clip.mov");
        await FfmpegAsync(
            "-f", "lavfi", "-i", "testsrc=size=320x180:rate=25:duration=2", "-f", "lavfi", "-i", "sine=duration=2", "-timecode", "10:00:00:00", "-c:v", "mpeg4", path);
        return path;
    }

    private void AssertNothingIsLeft()
    {
        var uploads = Path.Combine(_sora2.Home, "uploads");
        Assert.Empty(Directory.Exists(uploads) ? Directory.EnumerateFileSystemEntries(uploads) : []);
    }
}
