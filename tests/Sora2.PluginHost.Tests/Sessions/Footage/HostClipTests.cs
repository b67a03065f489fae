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
        var decoded = await DecodeAsync(await clip.FinishAsync(Stop));
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
        var id = await new MediaSender(media).SendAsync("clip", await clip.FinishAsync(Stop), Stop);
        var facts = await media.InspectAsync(new InspectRequest { MediaId = id }, cancellationToken: Stop);
        clip.Release();
        clip.Release();

        Assert.Equal((24000, 1001), (facts.FrameRate.Numerator, facts.FrameRate.Denominator));
        Assert.Equal((Width, Height, "01:59:58:12"), (facts.Width, facts.Height, facts.StartTimecode));
        Assert.Equal(48 * 1001 / 24000.0, facts.Seconds, 1e-6);
    }

    // The server's tests read this very file, so that both sides agree without knowing each other.
    [Fact]
    public async Task Hold_MakesTheFileThatTheServersTestsRead()
    {
        var clip = new HostClip(new ClipFormat(Width, Height, 24000, 1001, "01:59:58:12"));
        for (var frame = 0; frame < 4; frame++)
        {
            Add(clip, Pattern(frame), PixelDepth.Byte, bottomUp: false);
        }

        clip.Hold();
        var bytes = File.ReadAllBytes(await clip.FinishAsync(Stop));
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

    [Fact]
    public async Task Release_BeforeAllIsWritten_LeavesNoFileAndNoMemory()
    {
        var memory = new FrameMemory(1 << 20);
        var clip = new HostClip(new ClipFormat(Width, Height, 25, 1, ""), memory: memory);
        for (var frame = 0; frame < HostClip.MostFrames; frame++)
        {
            Add(clip, Pattern(frame), PixelDepth.Byte, bottomUp: false);
        }

        clip.Release();

        Assert.False(File.Exists(clip.Path));
        await clip.Written.WaitAsync(Stop);
        Assert.False(File.Exists(clip.Path));
        Assert.Equal(0, memory.Used);
    }

    // Room for one frame alone: each waits until the one before it was written.
    [Fact]
    public async Task Add_WithoutRoom_WaitsForTheDiskAndLosesNoFrame()
    {
        var clip = new HostClip(new ClipFormat(Width, Height, 25, 1, ""), memory: new FrameMemory(1));
        for (var frame = 0; frame < HostClip.MostFrames; frame++)
        {
            Add(clip, Pattern(frame), PixelDepth.Byte, bottomUp: false);
        }

        clip.Hold();
        var decoded = await DecodeAsync(await clip.FinishAsync(Stop));
        clip.Release();
        clip.Release();

        Assert.Equal(Enumerable.Range(0, HostClip.MostFrames).SelectMany(Pattern), decoded);
    }

    [Theory]
    [InlineData(1920, 1080, 160, 160, 3)]
    [InlineData(3840, 2160, 160, 160, 6)]
    [InlineData(1998, 1080, 160, 160, 3)]
    [InlineData(2048, 1080, 160, 160, 2)]
    [InlineData(1366, 768, 160, 160, 1)]  // no whole blocks
    [InlineData(1920, 1080, 1280, 720, 1)]
    [InlineData(640, 360, 16, 16, 10)]
    [InlineData(320, 180, 160, 160, 1)]
    public void Divisor_LeavesTwiceWhatIsNeededInWholeBlocks(int width, int height, int neededWidth, int neededHeight, int expected) =>
        Assert.Equal(expected, new PictureNeed(neededWidth, neededHeight).Divisor(width, height));

    [Theory]
    [InlineData((int)PixelDepth.Byte, false)]
    [InlineData((int)PixelDepth.Float, true)]
    public async Task Add_OfMoreThanThePacksLookAt_KeepsTheMeansOfBlocks(int depth, bool bottomUp)
    {
        // Rows of four 16 x 16 blocks, each of one level but for a single pixel.
        const int side = 16;
        var (width, height) = (4 * side * side, side * side);
        var rgb = new byte[3 * width * height];
        for (var at = 0; at < rgb.Length; at++)
        {
            var (x, y) = (at / 3 % width / side, at / 3 / width / side);
            rgb[at] = (byte)((x + (3 * y) + (at % 3 * 40)) % 200);
        }

        var means = new byte[3 * 64 * 16];
        for (var at = 0; at < means.Length; at++)
        {
            means[at] = rgb[(3 * ((at / 3 / 64 * side * width) + (at / 3 % 64 * side))) + (at % 3)];
        }

        // Of sixteen rows eight are read, the outermost among them: 128 more in one of 128 pixels.
        rgb[1] += 128;
        means[1]++;
        var clip = new HostClip(new ClipFormat(width, height, 25, 1, ""), new PictureNeed(32, 8));

        Add(clip, rgb, (PixelDepth)depth, bottomUp, width, height);
        clip.Hold();
        var decoded = await DecodeAsync(await clip.FinishAsync(Stop));
        clip.Release();
        clip.Release();

        Assert.Equal(means, decoded);
    }

    [Theory]
    [InlineData((int)PixelDepth.Byte, (int)PixelComponents.Rgb)]
    [InlineData((int)PixelDepth.Short, (int)PixelComponents.Rgb)]
    [InlineData((int)PixelDepth.Half, (int)PixelComponents.Rgb)]
    [InlineData((int)PixelDepth.Float, (int)PixelComponents.Rgb)]
    [InlineData((int)PixelDepth.Byte, (int)PixelComponents.Rgba)]
    [InlineData((int)PixelDepth.Short, (int)PixelComponents.Rgba)]
    [InlineData((int)PixelDepth.Half, (int)PixelComponents.Rgba)]
    [InlineData((int)PixelDepth.Float, (int)PixelComponents.Rgba)]
    public void ToBgr_OfManyPixels_IsThatOfEachAlone(int depth, int components)
    {
        var values = components == (int)PixelComponents.Rgba ? 4 : 3;
        var bytes = depth switch { (int)PixelDepth.Byte => 1, (int)PixelDepth.Float => 4, _ => 2 };
        const int pixels = 37;

        // All bit patterns alike, so that infinities and numbers that are none are among them.
        var row = new byte[pixels * values * bytes];
        new Random(depth + components).NextBytes(row);
        var (all, each) = (new byte[3 * pixels], new byte[3 * pixels]);

        HostRow.ToBgr(row, (PixelDepth)depth, (PixelComponents)components, all);
        for (var pixel = 0; pixel < pixels; pixel++)
        {
            HostRow.ToBgr(row.AsSpan(pixel * values * bytes, values * bytes), (PixelDepth)depth, (PixelComponents)components, each.AsSpan(3 * pixel, 3));
        }

        Assert.Equal(each, all);
    }

    private static byte[] Pattern(int frame) =>
        [.. Enumerable.Range(0, Width * Height * 3).Select(at => (byte)((at * 7) + (frame * 31) + (at / 50)))];

    // RGBA of the given depth, rows in the given order.
    private static unsafe void Add(HostClip clip, byte[] rgb, PixelDepth depth, bool bottomUp, int width = Width, int height = Height)
    {
        var values = new float[width * height * 4];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var from = 3 * (((bottomUp ? height - 1 - y : y) * width) + x);
                var to = 4 * ((y * width) + x);
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
                Depth = depth, Components = PixelComponents.Rgba, BottomUp = bottomUp, Data = (nint)data, RowBytes = bytes.Length / height,
                X1 = 0, Y1 = 0, X2 = width, Y2 = height, Width = width, Height = height,
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
