using System.Diagnostics;
using Sora2.LocalServer.Model;
using Sora2.LocalServer.Panels;
using Sora2.LocalServer.Tests.Media;
using Xunit;

namespace Sora2.LocalServer.Tests.Panels;

public sealed class PreviewPngTests
{
    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(320, 180, 320, 180)]
    [InlineData(641, 361, 214, 121)]
    public async Task Write_IsReadBackByFfmpegPixelByPixel(int width, int height, int expectedWidth, int expectedHeight)
    {
        var frame = new PreviewFrame(width, height, new byte[3 * width * height]);
        new Random(7).NextBytes(frame.Rgb);
        var step = (width + 319) / 320;

        var pixels = await DecodeAsync(PreviewPng.Write(frame));

        Assert.Equal(3 * expectedWidth * expectedHeight, pixels.Length);
        for (var y = 0; y < expectedHeight; y++)
        {
            for (var x = 0; x < expectedWidth; x++)
            {
                Assert.Equal(frame.Rgb.AsSpan(3 * ((y * step * width) + (x * step)), 3), pixels.AsSpan(3 * ((y * expectedWidth) + x), 3));
            }
        }
    }

    private static async Task<byte[]> DecodeAsync(byte[] png)
    {
        using var folder = new TestFolder();
        await File.WriteAllBytesAsync(folder["a.png"], png, TestContext.Current.CancellationToken);
        using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", ["-v", "error", "-i", folder["a.png"], "-f", "rawvideo", "-pix_fmt", "rgb24", "-"])
        {
            RedirectStandardOutput = true,
        })!;
        using var pixels = new MemoryStream();
        await ffmpeg.StandardOutput.BaseStream.CopyToAsync(pixels, TestContext.Current.CancellationToken);
        await ffmpeg.WaitForExitAsync(TestContext.Current.CancellationToken);
        return pixels.ToArray();
    }
}
