using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Sora2.LocalServer.Media;
using Sora2.LocalServer.Media.Ffmpeg;
using Sora2.LocalServer.Requests;
using Xunit;

namespace Sora2.LocalServer.Tests.Media;

public sealed class StillReaderTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("png", "rgb24")]
    [InlineData("jpg", "yuvj444p")]
    [InlineData("webp", "rgb24")]
    [InlineData("tiff", "rgb24")]
    public async Task ReadAsync_GivesPlanarRgbFromMinusOneToOne(string extension, string pixels)
    {
        // Left half red, right half blue.
        await MakeAsync(extension, "color=red:s=32x48[a];color=blue:s=32x48[b];[a][b]hstack", pixels);

        var planar = await ReadAsync("still." + extension, 64, 48, FitPolicy.Fill);

        Assert.Equal(3 * 64 * 48, planar.Length);
        Assert.Equal([1f, -1f, -1f], Pixel(planar, 64, 48, 8, 24), (a, b) => Math.Abs(a - b) < 0.08);
        Assert.Equal([-1f, -1f, 1f], Pixel(planar, 64, 48, 56, 24), (a, b) => Math.Abs(a - b) < 0.08);
    }

    [Theory]
    [InlineData(FitPolicy.Fill, 1f)]
    [InlineData(FitPolicy.Fit, -1f)]
    public async Task ReadAsync_FillsOrFitsWithoutStretching(FitPolicy fit, float corner)
    {
        await MakeAsync("png", "color=white:s=40x40", "rgb24");

        var planar = await ReadAsync("still.png", 64, 32, fit);

        Assert.Equal(corner, planar[0], 0.02f);
        Assert.Equal(1f, Pixel(planar, 64, 32, 32, 16)[0], 0.02f);
    }

    [Fact]
    public async Task ReadAsync_DoesNotStretchATiff()
    {
        await MakeAsync("tiff", "color=white:s=40x40", "rgb24");

        Assert.Equal(-1f, (await ReadAsync("still.tiff", 64, 32, FitPolicy.Fit))[0], 0.02f);
    }

    [Fact]
    public async Task ReadAsync_ShowsBlackThroughTransparentParts()
    {
        await MakeAsync("png", "color=white@0.0:s=32x32,format=rgba", "rgba");

        Assert.All(await ReadAsync("still.png", 32, 32, FitPolicy.Fill), value => Assert.Equal(-1f, value, 0.001f));
    }

    [Fact]
    public async Task ReadAsync_TurnsAPictureThatExifSaysLiesOnItsSide()
    {
        await MakeAsync("jpg", "color=red:s=32x48[a];color=blue:s=32x48[b];[a][b]hstack", "yuvj444p");
        var jpeg = await File.ReadAllBytesAsync(_folder["still.jpg"], Stop);
        byte[] exif =
        [
            0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0,
        ];
        await File.WriteAllBytesAsync(_folder["turned.jpg"], [.. jpeg[..2], .. exif, .. jpeg[2..]], Stop);

        // Orientation 6: turn clockwise, so that left becomes top.
        var planar = await ReadAsync("turned.jpg", 48, 64, FitPolicy.Fill);

        Assert.Equal([1f, -1f, -1f], Pixel(planar, 48, 64, 24, 8), (a, b) => Math.Abs(a - b) < 0.08);
        Assert.Equal([-1f, -1f, 1f], Pixel(planar, 48, 64, 24, 56), (a, b) => Math.Abs(a - b) < 0.08);
    }

    [Theory]
    [InlineData("ffconcat version 1.0\nfile /etc/passwd\n")]
    [InlineData("this is no picture at all, it is text")]
    [InlineData("")]
    public async Task ReadAsync_RefusesWhatIsNoPicture(string content)
    {
        await File.WriteAllTextAsync(_folder["x.png"], content, Stop);

        var error = await Assert.ThrowsAsync<InvalidMediaException>(() => ReadAsync("x.png", 64, 36, FitPolicy.Fill));

        Assert.Contains("PNG, JPEG, WebP or TIFF", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(60_000, 10)]
    [InlineData(16_000, 16_000)]
    [InlineData(-1, -1)]
    public async Task ReadAsync_RefusesAHugePictureFromItsHeader(int width, int height)
    {
        await File.WriteAllBytesAsync(_folder["wide.png"], Png(width, height), Stop);

        var error = await Assert.ThrowsAsync<InvalidMediaException>(() => ReadAsync("wide.png", 64, 36, FitPolicy.Fill));

        Assert.Contains("pixels", error.Given, StringComparison.Ordinal);
    }

    // The header says 4x4 and the data is cut: what the header check lets pass, the decoder must refuse.
    [Fact]
    public async Task ReadAsync_RefusesADamagedPicture()
    {
        await File.WriteAllBytesAsync(_folder["cut.png"], Png(4000, 4000), Stop);

        await Assert.ThrowsAsync<InvalidMediaException>(() => ReadAsync("cut.png", 64, 36, FitPolicy.Fill));
    }

    [Fact]
    public async Task ReadAsync_RefusesAHugeTiffByTheDecodersLimit()
    {
        await MakeAsync("tiff", "color=white:s=60000x10", "gray");

        await Assert.ThrowsAsync<InvalidMediaException>(() => ReadAsync("still.tiff", 64, 36, FitPolicy.Fill));
    }

    [Fact]
    public async Task ReadAsync_RefusesAMovie()
    {
        await File.WriteAllBytesAsync(_folder["x.png"], [0, 0, 0, 20, .. "ftypqt  \0\0\0\0qt  "u8], Stop);

        var error = await Assert.ThrowsAsync<InvalidMediaException>(() => ReadAsync("x.png", 64, 36, FitPolicy.Fill));

        Assert.Contains("Movie", error.Given, StringComparison.Ordinal);
    }

    // A name full of the pattern signs of FFmpeg's image reader is just a name.
    [Fact]
    public async Task ReadAsync_TakesAnyFileName()
    {
        await MakeAsync("png", "color=white:s=40x40", "rgb24");
        File.Move(_folder["still.png"], _folder["%03d*[a]:x'.png"]);

        Assert.Equal(1f, (await ReadAsync("%03d*[a]:x'.png", 16, 16, FitPolicy.Fill))[0], 0.02f);
    }

    private static float[] Pixel(float[] planar, int width, int height, int x, int y) =>
        [.. Enumerable.Range(0, 3).Select(channel => planar[(channel * width * height) + (y * width) + x])];

    // Signature, IHDR and a few bytes of image data that are not enough.
    private static byte[] Png(int width, int height)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        using var data = new MemoryStream();
        using (var deflate = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(new byte[100]);
        }

        return [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, .. Chunk("IHDR", header), .. Chunk("IDAT", data.ToArray()), .. Chunk("IEND", [])];
    }

    private static byte[] Chunk(string name, byte[] content)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(name), .. content];
        var chunk = new byte[body.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        body.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(body.Length + 4), Crc(body));
        return chunk;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
            }
        }

        return ~crc;
    }

    private async Task MakeAsync(string extension, string source, string pixels)
    {
        var tools = await Tools.FfmpegAsync();
        var limits = FfmpegLimits.Encode;
        await tools.RunAsync(
            "make a test picture",
            ["-filter_complex", source + "[v]", "-map", "[v]", "-frames:v", "1", "-pix_fmt", pixels, .. extension == "webp" ? new[] { "-lossless", "1" } : [], _folder["still." + extension]],
            null,
            limits,
            Stop);
    }

    private async Task<float[]> ReadAsync(string name, int width, int height, FitPolicy fit) =>
        await new StillReader(await Tools.FfmpegAsync()).ReadAsync(_folder[name], width, height, fit, Stop);
}
