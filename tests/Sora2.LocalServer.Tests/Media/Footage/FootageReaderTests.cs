using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Media;
using Sora2.LocalServer.Media.Footage;
using Sora2.LocalServer.Requests;
using Xunit;

namespace Sora2.LocalServer.Tests.Media.Footage;

/// <summary>Reads clips that the real FFmpeg made, each frame with its number painted in.</summary>
public sealed class FootageReaderTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.mov", "24000/1001", "-c:v prores_aw")]
    [InlineData("a.mp4", "24000/1001", "-c:v libx264 -g 250 -bf 3 -pix_fmt yuv420p")]
    [InlineData("a.mp4", "25", "-c:v libx265 -x265-params log-level=none:bframes=4:keyint=250 -pix_fmt yuv420p")]
    [InlineData("a.mkv", "30000/1001", "-c:v libx264 -g 100 -bf 3 -pix_fmt yuv420p")]
    [InlineData("a.mts", "25", "-c:v libx264 -g 60 -bf 2 -pix_fmt yuv420p -f mpegts")]
    [InlineData("a.mpg", "25", "-c:v mpeg2video -g 15 -bf 2 -q:v 2 -f vob")]
    [InlineData("a.mxf", "25", "-c:v mpeg2video -g 12 -bf 2 -q:v 2 -f mxf")]
    [InlineData("a.webm", "25", "-c:v libvpx-vp9 -g 128 -deadline realtime -cpu-used 8 -pix_fmt yuv420p")]
    [InlineData("a.avi", "25", "-c:v mjpeg -q:v 2 -pix_fmt yuvj422p")]
    public async Task ReadAsync_FindsTheFirstTheLastAndThoseBetween(string name, string rate, string encode)
    {
        Assert.True(FrameRate.TryParse(rate, out var frameRate));
        await TestClip.MakeAsync(_folder[name], rate, 200 / frameRate.FramesPerSecond, encode, stop: Stop);
        var seconds = 8 / frameRate.FramesPerSecond;

        var last = await ReadAsync(name, FootagePart.Last(seconds), frameRate);
        var first = await ReadAsync(name, FootagePart.First(seconds), frameRate);
        var between = await ReadAsync(name, FootagePart.Between(150 / frameRate.FramesPerSecond, 158 / frameRate.FramesPerSecond), frameRate);

        Assert.Equal(Enumerable.Range(192, 8), TestClip.Numbers(last));
        Assert.Equal(Enumerable.Range(0, 8), TestClip.Numbers(first));
        Assert.Equal(Enumerable.Range(150, 8), TestClip.Numbers(between));
        Assert.Equal(192 / frameRate.FramesPerSecond, last.StartSeconds, 0.002);
    }

    [Fact]
    public async Task ReadAsync_ConformsTheRateAndKeepsTheEndThatMatters()
    {
        await TestClip.MakeAsync(_folder["a.mp4"], "50", 2, "-c:v libx264 -pix_fmt yuv420p", stop: Stop);

        await AssertNumbersAsync([93, 95, 97, 99], ReadAsync("a.mp4", FootagePart.Last(0.16), new FrameRate(25, 1)));
        await AssertNumbersAsync([0, 2, 4, 6], ReadAsync("a.mp4", FootagePart.First(0.16), new FrameRate(25, 1)));
        await AssertNumbersAsync([98, 98, 99, 99], ReadAsync("a.mp4", FootagePart.Last(0.04), new FrameRate(100, 1)));
    }

    [Fact]
    public async Task ReadAsync_GoesByTimeStampsWhereTheRateVaries()
    {
        // Frames 0 to 24 at 25 a second, then 25 to 49 at half the pace.
        await TestClip.MakeAsync(
            _folder["a.mkv"], "25", 2, "-vf settb=1/1000,setpts=if(lt(N\\,25)\\,N*40\\,1000+(N-25)*80) -fps_mode passthrough -c:v libx264 -bf 0 -pix_fmt yuv420p", stop: Stop);

        var probe = await ProbeAsync("a.mkv");
        var footage = await ReadAsync("a.mkv", FootagePart.Between(0.8, 1.4), new FrameRate(25, 1));

        Assert.True(probe.VariableFrameRate);
        Assert.Equal([20, 21, 22, 23, 24, 25, 25, 26, 26, 27, 27, 28, 28, 29, 29], TestClip.Numbers(footage));
        Assert.Contains(footage.Notes, note => note.Contains("varies", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("tff", "lowpass=0:scan=tff", "-top 1")]
    [InlineData("bff", "lowpass=0:scan=bff", "-top 0")]
    public async Task ReadAsync_MakesFieldsFramesInTheirOrder(string order, string scan, string top)
    {
        await TestClip.MakeAsync(
            _folder["a.mxf"], "50", 2, $"-c:v mpeg2video -flags +ildct+ilme {top} -q:v 2 -pix_fmt yuv422p", filter: $"format=yuv422p,interlace={scan}", stop: Stop);

        var footage = await ReadAsync("a.mxf", FootagePart.Last(0.16), new FrameRate(25, 1));

        // Lines of the earlier field stay as they are; the others are made.
        var line = (TestClip.Height / 2) + (order == "tff" ? 0 : 1);
        Assert.Equal([92, 94, 96, 98], Enumerable.Range(0, 4).Select(frame => TestClip.Number(footage, frame, line)));
        Assert.Contains(footage.Notes, note => note.Contains(order == "tff" ? "upper field first" : "lower field first", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(90, 270)]
    [InlineData(180, 180)]
    [InlineData(270, 90)]
    public async Task ReadAsync_TurnsAClipThatLiesOnItsSide(int rotate, int clockwise)
    {
        // Top left red, top right blue, the rest black, as a phone stores it.
        await TestClip.RunAsync(
            ["-f", "lavfi", "-i", "color=red:s=64x32:d=0.2[a];color=blue:s=64x32:d=0.2[b];color=black:s=128x32:d=0.2[c];[a][b]hstack[d];[d][c]vstack", "-pix_fmt", "yuv420p", "-c:v", "libx264", _folder["lies.mp4"]],
            Stop);
        await TestClip.RunAsync(["-i", _folder["lies.mp4"], "-c", "copy", "-metadata:s:v:0", $"rotate={rotate}", _folder["a.mov"]], Stop);

        var probe = await ProbeAsync("a.mov");
        var turned = probe.Rotation;
        var (width, height) = turned % 180 == 0 ? (128, 64) : (64, 128);
        var footage = await ReadAsync("a.mov", FootagePart.First(0.1), new FrameRate(25, 1), width, height);

        Assert.Contains(turned, new[] { clockwise, 360 - clockwise });
        Assert.Equal((width, height), (probe.DisplayWidth, probe.DisplayHeight));
        var red = turned switch { 90 => (60, 4), 180 => (124, 60), _ => (3, 124) };
        Assert.True(footage.Picture[(red.Item2 * width) + red.Item1] > 0.7f);
    }

    [Fact]
    public async Task ReadAsync_StretchesAnamorphicPixelsAndFitsWithoutMore()
    {
        await TestClip.RunAsync(["-f", "lavfi", "-i", "color=white:s=720x576:r=25:d=0.4,setsar=16/11", "-c:v", "dvvideo", "-pix_fmt", "yuv420p", _folder["a.dv"]], Stop);

        var probe = await ProbeAsync("a.dv");
        var footage = await ReadAsync("a.dv", FootagePart.Last(0.2), new FrameRate(25, 1), 128, 128, FitPolicy.Fit);

        Assert.InRange((double)probe.DisplayWidth / probe.DisplayHeight, 1.7, 1.85);
        Assert.Equal(-1f, footage.Picture[(20 * 128) + 64], 0.02f);
        Assert.Equal(1f, footage.Picture[(35 * 128) + 64], 0.03f);
        Assert.Equal(1f, footage.Picture[(64 * 128) + 1], 0.05f);
        Assert.Contains(footage.Notes, note => note.Contains("square", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("mov", "-c:v prores_ks -profile:v 4444 -pix_fmt yuva444p10le")]
    [InlineData("mov", "-c:v png -pix_fmt rgba")]
    public async Task ReadAsync_LaysAlphaOverBlack(string extension, string encode)
    {
        var name = "a." + extension;
        await TestClip.RunAsync(
            ["-f", "lavfi", "-i", "color=white:s=64x64:r=25:d=0.2,format=rgba,geq=r=255:g=255:b=255:a='if(lt(X,32),0,128)'", .. encode.Split(' '), _folder[name]], Stop);

        var footage = await ReadAsync(name, FootagePart.First(0.1), new FrameRate(25, 1), 64, 64);

        Assert.True((await ProbeAsync(name)).HasAlpha);
        Assert.Equal(-1f, footage.Picture[(32 * 64) + 8], 0.02f);
        Assert.Equal(0f, footage.Picture[(32 * 64) + 56], 0.03f);
        Assert.Contains(footage.Notes, note => note.Contains("over black", StringComparison.Ordinal));
    }

    // Code values from the matrices themselves; red at 75 per cent.
    [Theory]
    [InlineData("bt709", "tv", "yuv422p10le")]
    [InlineData("bt709", "pc", "yuv444p10le")]
    [InlineData("smpte170m", "tv", "yuv422p10le")]
    [InlineData("bt470bg", "tv", "yuv420p")]
    [InlineData("bt2020nc", "tv", "yuv422p10le")]
    public async Task ReadAsync_ReadsColoursByTheirMatrixAndRange(string matrix, string range, string pixels)
    {
        var to = matrix switch { "smpte170m" => "170m", "bt470bg" => "470bg", "bt2020nc" => "2020_ncl", _ => "709" };
        var full = range == "pc" ? "full" : "limited";
        await TestClip.RunAsync(
            [
                "-f", "lavfi", "-i", $"color=0xBF4020:s=128x72:r=25:d=0.2,format=gbrp,zscale=matrixin=gbr:rangein=full:matrix={to}:range={full},format={pixels}",
                "-c:v", "ffv1", "-colorspace", matrix, "-color_range", range, "-color_primaries", "bt709", "-color_trc", "bt709", _folder["a.mkv"],
            ],
            Stop);

        var footage = await ReadAsync("a.mkv", FootagePart.First(0.1), new FrameRate(25, 1));

        var middle = (36 * 128) + 64;
        Assert.Equal([0xBF, 0x40, 0x20], Enumerable.Range(0, 3).Select(c => (footage.Picture[(c * 128 * 72) + middle] + 1) * 127.5f), (a, b) => Math.Abs(a - b) < 1.6);
    }

    [Theory]
    [InlineData("smpte2084", "PQ", 0.58)]      // BT.2408: diffuse white
    [InlineData("arib-std-b67", "HLG", 0.75)]
    public async Task ReadAsync_ToneMapsHdr(string transfer, string name, double white)
    {
        await TestClip.RunAsync(
            [
                "-f", "lavfi", "-i", $"nullsrc=s=128x72:r=25:d=0.2,format=yuv420p10le,geq=lum='64+876*{white.ToString(System.Globalization.CultureInfo.InvariantCulture)}':cb=512:cr=512",
                "-c:v", "libx265", "-x265-params", $"log-level=none:colorprim=bt2020:transfer={transfer}:colormatrix=bt2020nc", "-pix_fmt", "yuv420p10le", _folder["a.mov"],
            ],
            Stop);

        var footage = await ReadAsync("a.mov", FootagePart.First(0.1), new FrameRate(25, 1));

        Assert.Contains(footage.Notes, note => note.Contains($"HDR ({name})", StringComparison.Ordinal));
        var pixel = Enumerable.Range(0, 3).Select(c => (double)footage.Picture[(c * 128 * 72) + 64]).ToArray();
        Assert.All(pixel, value => Assert.InRange(value, 0.5, 0.98));
        Assert.Equal(pixel[0], pixel[2], 0.02);
    }

    [Fact]
    public async Task ReadAsync_MixesAllChannelsAtTheirLevelAndInTime()
    {
        // A click of 10 ms at 1.5 s in all six channels.
        var click = "if(between(t,1.5,1.51),0.5,0)";
        await TestClip.MakeAsync(
            _folder["a.mov"], "25", 2, "-c:v prores_aw -c:a pcm_s24le", sound: $"'{string.Join('|', Enumerable.Repeat(click, 6))}':c=5.1", stop: Stop);

        var footage = await ReadAsync("a.mov", FootagePart.Last(0.6), new FrameRate(25, 1));

        Assert.Equal(6, (await ProbeAsync("a.mov")).Sound!.Channels);
        Assert.Equal(14400, footage.Sound.Length);
        Assert.Equal(0.5f, footage.Sound[2400 + 120], 0.01f);
        Assert.Equal(0f, footage.Sound[2400 - 48], 0.01f);
        Assert.Equal(0f, footage.Sound[2400 + 240 + 48], 0.01f);
    }

    [Fact]
    public async Task ReadAsync_GivesSilenceForASilentClipOfOddSizeAndOneFrame()
    {
        await TestClip.MakeAsync(_folder["a.mkv"], "24000/1001", 0.03, "-c:v ffv1", size: "97x55", stop: Stop);

        var footage = await ReadAsync("a.mkv", FootagePart.Last(1), new FrameRate(24000, 1001), fit: FitPolicy.Fill, least: 0.04);

        Assert.Equal(1, footage.Frames);
        Assert.Equal(1001, footage.Sound.Length);
        Assert.False(footage.HasSound);
        Assert.All(footage.Sound, sample => Assert.Equal(0f, sample));
        Assert.Contains("The clip is silent.", footage.Notes);
        Assert.Contains(footage.Notes, note => note.Contains("too short", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ReadAsync_RefusesAClipThatIsTooShort()
    {
        await TestClip.MakeAsync(_folder["a.mov"], "25", 1, "-c:v prores_aw", stop: Stop);

        var error = await Assert.ThrowsAsync<InvalidMediaException>(() => ReadAsync("a.mov", FootagePart.Last(2), new FrameRate(25, 1)));
        await Assert.ThrowsAsync<InvalidMediaException>(() => ReadAsync("a.mov", FootagePart.Between(5, 6), new FrameRate(25, 1)));

        Assert.Contains("1 s long", error.Message, StringComparison.Ordinal);
        Assert.Contains("give a longer clip", error.Message, StringComparison.Ordinal);
    }

    private static async Task AssertNumbersAsync(int[] expected, Task<ConformedFootage> footage) => Assert.Equal(expected, TestClip.Numbers(await footage));

    private async Task<ClipProbe> ProbeAsync(string name) => await new FootageProbe(await Tools.FfmpegAsync()).InspectAsync(_folder[name], Stop);

    private async Task<ConformedFootage> ReadAsync(
        string name, FootagePart part, FrameRate rate, int width = TestClip.Width, int height = TestClip.Height, FitPolicy fit = FitPolicy.Fill, double? least = null)
    {
        var wish = new FootageWish(part, width, height, rate, fit, least);
        return await new FootageReader(await Tools.FfmpegAsync()).ReadAsync(_folder[name], wish, Stop);
    }
}
