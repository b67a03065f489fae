using System.Diagnostics;
using Sora2.PluginHost.Cli;
using Xunit;

namespace Sora2.PluginHost.Tests.Cli;

/// <summary>With a pack that was taught nothing but shots from text, all else is refused before a job is queued, and leaves nothing.</summary>
public sealed class ShotsAlonePackTests : IClassFixture<Sora2Command>
{
    private readonly Sora2Command _sora2;
    private readonly string _clip, _picture, _board;

    public ShotsAlonePackTests(Sora2Command sora2)
    {
        Assert.SkipUnless(EmbeddedPack.IsThere, "needs models/sora2-mini");
        _sora2 = sora2;
        (_clip, _picture, _board) = (Path.Combine(sora2.Home, "clip.mov"), Path.Combine(sora2.Home, "maya.png"), Path.Combine(sora2.Home, "board.txt"));
        var models = Path.Combine(sora2.Home, "models");
        if (Directory.Exists(models))
        {
            return;
        }

        Directory.CreateDirectory(sora2.Home);
        EmbeddedPack.CopyForShotsAloneTo(models);
        sora2.Environment["SORA2_MODELS"] = models;
        Ffmpeg("-f", "lavfi", "-i", "testsrc=size=320x180:rate=25:duration=2", "-timecode", "10:00:00:00", "-c:v", "mpeg4", _clip);
        Ffmpeg("-f", "lavfi", "-i", "testsrc=size=320x180", "-frames:v", "1", _picture);
        File.WriteAllText(_board, "a red ball\n\na blue cube");
    }

    public static TheoryData<string, string, string[]> Wishes => new()
    {
        { "task", "what pack sora2-mini does: shot", ["extend", "CLIP", "--seconds", "1"] },
        { "task", "what pack sora2-mini does: shot", ["extend", "CLIP", "--head", "--seconds", "1"] },
        { "task", "what pack sora2-mini does: shot", ["fill", "CLIP", "CLIP", "--seconds", "1", "it goes on"] },
        { "task", "what pack sora2-mini does: shot", ["edit", "CLIP", "make it night"] },
        { "task", "what pack sora2-mini does: shot", ["retake", "CLIP", "--from", "0.5", "--to", "1.5"] },
        { "conditioning[0].role", "no cast references with pack sora2-mini", ["generate", "MAYA walks", "--cast", "MAYA=PICTURE"] },
        { "scenes", "", ["storyboard", "BOARD", "--continuous", "--seconds", "0.5"] },
    };

    [Theory]
    [MemberData(nameof(Wishes))]
    public async Task Wish_IsRefusedAndLeavesNothing(string field, string allowed, string[] arguments)
    {
        var cancellation = TestContext.Current.CancellationToken;

        var result = await _sora2.RunAsync(
            cancellation,
            [.. arguments.Select(argument => argument.Replace("CLIP", _clip, StringComparison.Ordinal).Replace("PICTURE", _picture, StringComparison.Ordinal).Replace("BOARD", _board, StringComparison.Ordinal)), "--json"]);

        Assert.True(result.ExitCode == ExitCode.InvalidInput, result.Error);
        Assert.Equal(field, (string?)result.Json["error"]!["field"]);
        Assert.Contains(allowed, (string?)result.Json["error"]!["allowed"], StringComparison.Ordinal);
        Assert.Empty((await _sora2.RunAsync(cancellation, "queue", "--json")).Json["jobs"]!.AsArray());
        var uploads = Path.Combine(_sora2.Home, "uploads");
        Assert.Empty(Directory.Exists(uploads) ? Directory.EnumerateFileSystemEntries(uploads) : []);
    }

    private static void Ffmpeg(params string[] arguments)
    {
        using var process = Process.Start("ffmpeg", ["-v", "error", "-y", .. arguments]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
