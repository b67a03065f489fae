using System.Diagnostics;
using System.Runtime.InteropServices;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Media;
using Sora2.LocalServer.Media.Ffmpeg;
using Sora2.LocalServer.Requests;
using Xunit;

namespace Sora2.LocalServer.Tests.Media.Ffmpeg;

/// <summary>Encodes small reels with the real FFmpeg and decodes them for players.</summary>
public sealed class FrameDecoderTests : IDisposable
{
    private const int Frames = 5;
    private const int Width = 320;
    private const int Height = 180;

    private readonly TestFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(PictureCodec.ProRes422Hq)]
    [InlineData(PictureCodec.DnxhrHqx)]
    [InlineData(PictureCodec.H264)]
    public async Task DecodeAsync_GivesWhatFfmpegItselfDecodes(PictureCodec codec)
    {
        var movie = await EncodeAsync(codec);

        var (header, pixels) = await DecodeAsync(movie);

        Assert.Equal(new FramesHeader(new VideoShape(Frames, Height, Width), new FrameRate(30000, 1001)), header);
        Assert.Equal(await PlanesAsync(movie), Planes(pixels));
    }

    // The middle of each bar, where neither the scaler's nor the codec's edges reach: 10 bit and ProRes at its rate keep a value
    // within 1 of 255, the 8 bit of H.264 with its ordered dither within 3.
    [Theory]
    [InlineData(PictureCodec.ProRes422Hq, 257)]
    [InlineData(PictureCodec.DnxhrHqx, 257)]
    [InlineData(PictureCodec.H264, 771)]
    public async Task DecodeAsync_GivesThePatternBackThatWasEncoded(PictureCodec codec, int tolerance)
    {
        var (_, pixels) = await DecodeAsync(await EncodeAsync(codec));

        for (var frame = 0; frame < Frames; frame++)
        {
            for (var bar = 0; bar < TestReel.Bars.Count; bar++)
            {
                var x = ((2 * bar) + 1) * Width / (2 * TestReel.Bars.Count);
                var at = 3 * ((((frame * Height) + (Height / 2)) * Width) + x);
                for (var channel = 0; channel < 3; channel++)
                {
                    Assert.InRange(pixels[at + channel], TestReel.Bars[bar][channel] - tolerance, TestReel.Bars[bar][channel] + tolerance);
                }
            }
        }
    }

    [Fact]
    public async Task InspectAsync_RefusesWhatIsNoMovie()
    {
        var path = _folder["list.mov"];
        await File.WriteAllTextAsync(path, "#EXTM3U\nhttp://127.0.0.1/x.mov\n", Stop);

        await Assert.ThrowsAsync<FfmpegException>(async () => await new FrameDecoder(await Tools.FfmpegAsync()).InspectAsync(path, Stop));
    }

    [Fact]
    public async Task DecodeAsync_StopsWhenCancelled()
    {
        var movie = await EncodeAsync(PictureCodec.ProRes422Hq);
        var decoder = new FrameDecoder(await Tools.FfmpegAsync());
        var header = await decoder.InspectAsync(movie, Stop);
        using var stop = new CancellationTokenSource();
        await using var output = new BlockedStream(stop);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => decoder.DecodeAsync(movie, header, output, stop.Token));
    }

    [Fact]
    public async Task DecodeAsync_SaysWhenTheOutputCannotTakeIt()
    {
        var movie = await EncodeAsync(PictureCodec.ProRes422Hq);
        var decoder = new FrameDecoder(await Tools.FfmpegAsync());
        var header = await decoder.InspectAsync(movie, Stop);
        await using var output = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.Write, bufferSize: 0);

        await Assert.ThrowsAsync<IOException>(() => decoder.DecodeAsync(movie, header, output, Stop));
    }

    private async Task<string> EncodeAsync(PictureCodec codec)
    {
        var sequence = new SequenceSettings
        {
            FrameRate = new FrameRate(30000, 1001), Width = Width, Height = Height, StartTimecode = "01:00:00:00", Fit = FitPolicy.Fill,
        };
        using var reel = TestReel.Make(_folder.Path, sequence.FrameRate, Frames);
        var encoder = new ShotEncoder(await Tools.FfmpegAsync());
        var shot = await encoder.EncodeAsync(
            reel, new EncodeSettings("P_S_v001", "SH010", sequence, codec, Sound: false, "bars"), _folder.Path, null, Stop);
        return shot.Picture;
    }

    private static async Task<(FramesHeader Header, ushort[] Pixels)> DecodeAsync(string movie)
    {
        var decoder = new FrameDecoder(await Tools.FfmpegAsync());
        var header = await decoder.InspectAsync(movie, Stop);
        using var bytes = new MemoryStream();
        await decoder.DecodeAsync(movie, header, bytes, Stop);
        return (header, MemoryMarshal.Cast<byte, ushort>(bytes.ToArray()).ToArray());
    }

    // Planes of G, B, R from a command of the test's own, which takes the colours from the file's tags.
    private static async Task<ushort[]> PlanesAsync(string movie)
    {
        var start = new ProcessStartInfo("ffmpeg")
        {
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "-v", "error", "-nostdin", "-i", movie, "-vf", "zscale=matrix=gbr:range=full:filter=bilinear,format=gbrp16le",
                "-f", "rawvideo", "pipe:1",
            },
        };
        using var process = Process.Start(start)!;
        using var bytes = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(bytes, Stop);
        await process.WaitForExitAsync(Stop);
        return MemoryMarshal.Cast<byte, ushort>(bytes.ToArray()).ToArray();
    }

    private static ushort[] Planes(ushort[] pixels)
    {
        const int Count = Width * Height;
        var planes = new ushort[pixels.Length];
        for (var frame = 0; frame < Frames; frame++)
        {
            for (var pixel = 0; pixel < Count; pixel++)
            {
                var from = 3 * ((frame * Count) + pixel);
                var to = (3 * frame * Count) + pixel;
                (planes[to], planes[to + Count], planes[to + (2 * Count)]) = (pixels[from + 1], pixels[from + 2], pixels[from]);
            }
        }

        return planes;
    }

    /// <summary>Asks for the end when the first bytes come, and takes none.</summary>
    private sealed class BlockedStream(CancellationTokenSource stop) : MemoryStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            await stop.CancelAsync();
    }
}
