using System.Text;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Media;
using Sora2.LocalServer.Media.Footage;
using Xunit;

namespace Sora2.LocalServer.Tests.Media.Footage;

public sealed class FootageProbeTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task InspectAsync_TellsWhatTheClipIs()
    {
        await TestClip.MakeAsync(
            _folder["a.mov"], "30000/1001", 2, "-c:v prores_aw -c:a pcm_s24le -timecode 01:02:03;04 -metadata:s:v:0 reel_name=A001", sound: "0.1|0.1", stop: Stop);

        var clip = await InspectAsync("a.mov");

        Assert.Equal((new FrameRate(30000, 1001), false, 60L), (clip.FrameRate, clip.VariableFrameRate, clip.Frames));
        Assert.Equal((128, 72, 1.0, 0, false, false), (clip.Width, clip.Height, clip.PixelAspect, clip.Rotation, clip.Interlaced, clip.HasAlpha));
        Assert.Equal((2, 48000), (clip.Sound!.Channels, clip.Sound.SampleRate));
        Assert.Equal(("01:02:03;04", "A001"), (clip.StartTimecode, clip.ReelName));
        Assert.Equal(2.002, clip.DurationSeconds, 0.001);
        Assert.False(clip.Colour.IsHdr);
    }

    [Theory]
    [InlineData("ffconcat version 1.0\nfile real.mov\n")]
    [InlineData("#EXTM3U\n#EXTINF:1,\nreal.mov\n")]
    [InlineData("hello")]
    [InlineData("")]
    public async Task InspectAsync_TakesNoListAndNoText(string content)
    {
        await TestClip.MakeAsync(_folder["real.mov"], "25", 0.2, "-c:v prores_aw", stop: Stop);
        await File.WriteAllTextAsync(_folder["a.mov"], content, Stop);

        Assert.Contains("no movie by its first bytes", (await RefusalAsync("a.mov")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InspectAsync_OpensNoUrl()
    {
        await Assert.ThrowsAnyAsync<IOException>(async () => await InspectAsync("concat:a.mov|b.mov"));
        await Assert.ThrowsAnyAsync<IOException>(async () => await InspectAsync("http://127.0.0.1/a.mov"));
    }

    [Fact]
    public async Task InspectAsync_RefusesSoundWithACoverPicture()
    {
        await TestClip.RunAsync(
            [
                "-f", "lavfi", "-i", "sine=d=1", "-f", "lavfi", "-i", "color=red:s=64x64:d=0.04", "-map", "0", "-map", "1", "-c:v", "png", "-frames:v", "1",
                "-disposition:v", "attached_pic", _folder["a.m4a"],
            ],
            Stop);

        Assert.Contains("without a moving picture", (await RefusalAsync("a.m4a")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InspectAsync_RefusesABrokenClipWithoutItsPath()
    {
        await TestClip.MakeAsync(_folder["a.mp4"], "25", 1, "-c:v libx264 -pix_fmt yuv420p", stop: Stop);
        var file = await File.ReadAllBytesAsync(_folder["a.mp4"], Stop);
        await File.WriteAllBytesAsync(_folder["cut.mp4"], file[..(file.Length / 2)], Stop);
        await File.WriteAllBytesAsync(_folder["head.mp4"], [.. file[..32], .. Encoding.ASCII.GetBytes(new string('x', 5000))], Stop);

        foreach (var name in new[] { "cut.mp4", "head.mp4" })
        {
            var error = await RefusalAsync(name);
            Assert.Contains("cannot be decoded", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(_folder.Path, error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("128x72", "2000", "frames a second")]
    [InlineData("16400x16", "25", "pixels")]
    public async Task InspectAsync_RefusesAbsurdSizesAndRates(string size, string rate, string what)
    {
        await TestClip.RunAsync(["-f", "lavfi", "-i", $"color=black:s={size}:r={rate}", "-frames:v", "4", "-c:v", "ffv1", "-f", "mov", _folder["a.mov"]], Stop);

        Assert.Contains(what, (await RefusalAsync("a.mov")).Message, StringComparison.Ordinal);
    }

    private async Task<ClipProbe> InspectAsync(string name) => await new FootageProbe(await Tools.FfmpegAsync()).InspectAsync(_folder[name], Stop);

    private Task<InvalidMediaException> RefusalAsync(string name) => Assert.ThrowsAsync<InvalidMediaException>(() => InspectAsync(name));
}
