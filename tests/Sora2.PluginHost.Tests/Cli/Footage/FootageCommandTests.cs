using System.Diagnostics;
using System.Text.Json.Nodes;
using Sora2.PluginHost.Cli;
using Xunit;

namespace Sora2.PluginHost.Tests.Cli.Footage;

/// <summary>Wishes that hang on clips, with a real server and real movies.</summary>
public sealed class FootageCommandTests : IClassFixture<Sora2Command>, IDisposable
{
    private readonly Sora2Command _sora2;
    private readonly string[] _before;
    private readonly string _folder = Directory.CreateTempSubdirectory("sora2-clips-").FullName;

    public FootageCommandTests(Sora2Command sora2)
    {
        Assert.SkipUnless(EmbeddedPack.IsThere, "needs models/sora2-mini");
        _sora2 = sora2;
        _before = Uploads();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A wish, the timecode where its shot begins, and its frames, of a clip of 25 frames a second from 10:00:00:00 to 10:00:02:00.</summary>
    public static TheoryData<string[], string, int> Wishes => new()
    {
        { ["extend", "CLIP", "--seconds", "1"], "10:00:02:00", 25 },
        { ["extend", "CLIP", "--head", "--seconds", "00:00:01:00", "it begins"], "09:59:59:00", 25 },
        { ["fill", "CLIP", "CLIP", "--seconds", "1", "it goes on"], "10:00:02:00", 25 },
        { ["edit", "CLIP", "make it night", "--to", "1", "--music", "sad"], "10:00:00:00", 25 },
        { ["retake", "CLIP", "--from", "10:00:00:12", "--to", "1.5"], "10:00:00:00", 50 },
    };

    [Theory]
    [MemberData(nameof(Wishes))]
    public async Task Task_MakesAShotAtTheClipsOwnRateSizeAndTimecode(string[] arguments, string timecode, int frames)
    {
        var clip = await ClipAsync();

        var result = await _sora2.RunAsync(
            Cancellation, [.. arguments.Select(argument => argument == "CLIP" ? clip : argument), "--steps", "2", "--codec", "h264", "--json"]);

        Assert.True(result.ExitCode == ExitCode.Done, result.Error);
        Assert.Equal($"320,180,25/1,{frames},{timecode}", await ProbeAsync((string)result.Json["picture"]!));
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

        var more = await _sora2.RunAsync(Cancellation, "extend", (string)made.Json["shot"]!, "--seconds", "0.5", "--steps", "2", "--json");

        Assert.True(more.ExitCode == ExitCode.Done, more.Error);
        var recipe = JsonNode.Parse(await File.ReadAllTextAsync((string)more.Json["recipe"]!, Cancellation))!;
        Assert.Equal((string?)made.Json["shot"], (string?)recipe["parent"]);
        Assert.Equal("a red ball bounces", (string?)recipe["request"]!["prompt"]);
        Assert.Equal(1 + made.Json["stems"]!.AsObject().Count, recipe["request"]!["conditioning"]!.AsArray().Count);
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

    // Width, height, frame rate, frames and timecode.
    private static async Task<string> ProbeAsync(string movie)
    {
        var start = new ProcessStartInfo(
            "ffprobe", ["-v", "error", "-count_frames", "-select_streams", "v", "-show_entries", "stream=width,height,r_frame_rate,nb_read_frames:stream_tags=timecode", "-of", "csv=p=0", movie])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        return said.Trim();
    }

    private async Task<string> ClipAsync()
    {
        var path = Path.Combine(_folder, "clip.mov");
        await FfmpegAsync(
            "-f", "lavfi", "-i", "testsrc=size=320x180:rate=25:duration=2", "-f", "lavfi", "-i", "sine=duration=2", "-timecode", "10:00:00:00", "-c:v", "mpeg4", path);
        return path;
    }

    // What other tests' shots hang on stays.
    private void AssertNothingIsLeft() => Assert.Equal(_before, Uploads());

    private string[] Uploads()
    {
        var folder = Path.Combine(_sora2.Home, "uploads");
        return Directory.Exists(folder) ? [.. Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal)] : [];
    }
}
