using System.Runtime.CompilerServices;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Media;
using Sora2.LocalServer.Media.Footage;
using Xunit;

namespace Sora2.LocalServer.Tests.Media.Footage;

/// <summary>
/// Reads tests/bridge/clips/host-clip.avi: four frames as the plug-in host writes them, byte for byte (its own tests hold it to
/// that). 18x16 at 24000/1001 from 01:59:58:12; value n of frame f is 7 n + 31 f + n / 50, modulo 256.
/// </summary>
public sealed class HostClipTests
{
    private const int Width = 18;
    private const int Height = 16;

    private static string Path { get; } = System.IO.Path.GetFullPath(
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "bridge", "clips", "host-clip.avi"));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sniff_SeesAMovie() => Assert.Equal(MediaKind.Movie, await MediaSniffer.SniffAsync(Path, Stop));

    [Fact]
    public async Task Inspect_FindsRateSizeAndTimecode()
    {
        var clip = await new FootageProbe(await Tools.FfmpegAsync()).InspectAsync(Path, Stop);

        Assert.Equal((Width, Height, new FrameRate(24000, 1001)), (clip.Width, clip.Height, clip.FrameRate));
        Assert.Equal("01:59:58:12", clip.StartTimecode);
        Assert.DoesNotContain(FootageNotes.Of(clip), static note => !note.Contains("silent", StringComparison.Ordinal));
    }

    // 8 bit values go through full-range RGB of 16 bit and are not rounded: within a tenth of one of 255.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_GivesEveryFrameAsItWas(bool fromTheEnd)
    {
        var rate = new FrameRate(24000, 1001);
        var seconds = 4 / rate.FramesPerSecond;
        var part = fromTheEnd ? FootagePart.Last(seconds) : FootagePart.First(seconds);

        var footage = await new FootageReader(await Tools.FfmpegAsync()).ReadAsync(Path, new FootageWish(part, Width, Height, rate), Stop);

        Assert.Equal(4, footage.Frames);
        for (var at = 0; at < footage.Picture.Length; at++)
        {
            var (frame, channel, pixel) = (at / (3 * Width * Height), at / (Width * Height) % 3, at % (Width * Height));
            var n = (3 * pixel) + channel;
            var value = (byte)((n * 7) + (frame * 31) + (n / 50));
            Assert.InRange(((footage.Picture[at] + 1) * 127.5) - value, -0.1, 0.1);
        }
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
