using System.Diagnostics;
using System.Runtime.InteropServices;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Playback;
using Sora2.PluginHost.Server;
using Sora2.PluginHost.Sessions.Footage;
using Sora2.PluginHost.Sessions.Wishes;
using Xunit;

namespace Sora2.PluginHost.Tests.Sessions.Footage;

[Collection(nameof(PrivateHome))]
public sealed class HostClipTests
{
    // 3 x 18 is no multiple of four: rows are padded.
    private const int Width = 18;
    private const int Height = 16;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // 8 bit values, so that every depth can hold them and none is rounded; those beyond the range are clipped, NaN is black.
    [Theory]
    [InlineData((int)PixelDepth.Byte, false)]
    [InlineData((int)PixelDepth.Short, true)]
    [InlineData((int)PixelDepth.Half, false)]
    [InlineData((int)PixelDepth.Float, true)]
    public async Task Add_FramesComeOutOfTheFileAsTheyWent(int depth, bool bottomUp)
    {
        var clip = new HostClip(new ClipFormat(Width, Height, 25, 1, ""));
        for (var frame = 0; frame < 3; frame++)
        {
            Add(clip, Pattern(frame), (PixelDepth)depth, bottomUp);
        }

        clip.Hold();
        var decoded = await DecodeAsync(clip.Path);
        clip.Release();
        clip.Release();

        Assert.Equal(Pattern(0).Concat(Pattern(1)).Concat(Pattern(2)), decoded);
        Assert.False(File.Exists(clip.Path));
    }

    [Theory]
    [InlineData(1.5f, 255)]
    [InlineData(-0.5f, 0)]
    [InlineData(float.NaN, 0)]
    [InlineData(0.5f, 128)]
    public void ToBgr_ClipsAndRounds(float value, byte expected)
    {
        var bgr = new byte[3];

        HostRow.ToBgr(MemoryMarshal.AsBytes<float>([value, 0, 1]), PixelDepth.Float, PixelComponents.Rgb, bgr);

        Assert.Equal([255, 0, expected], bgr);
    }

    [Fact]
    public async Task Hold_MakesAMovieThatTheServerTakes()
    {
        using var home = new PrivateHome();
        await PrivateHome.StartServerAsync(Stop);
        using var connection = await ServerConnection.OpenAsync(Stop);
        var clip = new HostClip(new ClipFormat(Width, Height, 24000, 1001, "01:59:58:12"));
        for (var frame = 0; frame < 48; frame++)
        {
            Add(clip, Pattern(frame), PixelDepth.Byte, bottomUp: false);
        }

        clip.Hold();
        var media = new Media.MediaClient(connection.Calls);
        var id = await new MediaSender(media).SendAsync("clip", clip.Path, Stop);
        var facts = await media.InspectAsync(new InspectRequest { MediaId = id }, cancellationToken: Stop);
        clip.Release();
        clip.Release();

        Assert.Equal((24000, 1001), (facts.FrameRate.Numerator, facts.FrameRate.Denominator));
        Assert.Equal((Width, Height, "01:59:58:12"), (facts.Width, facts.Height, facts.StartTimecode));
        Assert.Equal(48 * 1001 / 24000.0, facts.Seconds, 1e-6);
    }

    // The server's tests read this very file, so that both sides agree without knowing each other.
    [Fact]
    public void Hold_MakesTheFileThatTheServersTestsRead()
    {
        var clip = new HostClip(new ClipFormat(Width, Height, 24000, 1001, "01:59:58:12"));
        for (var frame = 0; frame < 4; frame++)
        {
            Add(clip, Pattern(frame), PixelDepth.Byte, bottomUp: false);
        }

        clip.Hold();
        var bytes = File.ReadAllBytes(clip.Path);
        clip.Release();
        clip.Release();

        Assert.Equal(File.ReadAllBytes(Path.Combine(Cli.EmbeddedPack.Folder, "..", "..", "tests", "bridge", "clips", "host-clip.avi")), bytes);
    }

    [Fact]
    public void Release_WhileAJobHoldsIt_KeepsTheFileAndTakesNoMoreFrames()
    {
        var clip = new HostClip(new ClipFormat(Width, Height, 25, 1, ""));
        Add(clip, Pattern(0), PixelDepth.Byte, bottomUp: false);
        clip.Hold();

        clip.Release();

        Assert.True(File.Exists(clip.Path));
        Assert.Throws<ArgumentException>(() => Add(clip, Pattern(1), PixelDepth.Byte, bottomUp: false));
        clip.Release();
        Assert.False(File.Exists(clip.Path));
    }

    [Fact]
    public void Hold_OfNoFrame_IsRefused()
    {
        var clip = new HostClip(new ClipFormat(Width, Height, 25, 1, ""));

        Assert.Throws<ArgumentException>(clip.Hold);
        clip.Release();
        Assert.False(File.Exists(clip.Path));
    }

    private static byte[] Pattern(int frame) =>
        [.. Enumerable.Range(0, Width * Height * 3).Select(at => (byte)((at * 7) + (frame * 31) + (at / 50)))];

    // RGBA of the given depth, rows in the given order.
    private static unsafe void Add(HostClip clip, byte[] rgb, PixelDepth depth, bool bottomUp)
    {
        var values = new float[Width * Height * 4];
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var from = 3 * (((bottomUp ? Height - 1 - y : y) * Width) + x);
                var to = 4 * ((y * Width) + x);
                (values[to], values[to + 1], values[to + 2], values[to + 3]) = (rgb[from] / 255f, rgb[from + 1] / 255f, rgb[from + 2] / 255f, 0.25f);
            }
        }

        var bytes = depth switch
        {
            PixelDepth.Byte => values.Select(static value => (byte)MathF.Round(value * 255)).ToArray(),
            PixelDepth.Short => MemoryMarshal.AsBytes(values.Select(static value => (ushort)MathF.Round(value * 65535)).ToArray().AsSpan()).ToArray(),
            PixelDepth.Half => MemoryMarshal.AsBytes(values.Select(static value => (Half)value).ToArray().AsSpan()).ToArray(),
            _ => MemoryMarshal.AsBytes(values.AsSpan()).ToArray(),
        };
        fixed (byte* data = bytes)
        {
            clip.Add(new ImageWindow
            {
                Depth = depth, Components = PixelComponents.Rgba, BottomUp = bottomUp, Data = (nint)data, RowBytes = bytes.Length / Height,
                X1 = 0, Y1 = 0, X2 = Width, Y2 = Height, Width = Width, Height = Height,
            });
        }
    }

    private static async Task<byte[]> DecodeAsync(string path)
    {
        var start = new ProcessStartInfo("ffmpeg", ["-v", "error", "-nostdin", "-i", path, "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        using var bytes = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(bytes, Stop);
        await process.WaitForExitAsync(Stop);
        return bytes.ToArray();
    }
}
