using Sora2.LocalServer.Mailbox.Answers;
using Sora2.LocalServer.Media.Ffmpeg;
using Sora2.LocalServer.Model;
using Sora2.LocalServer.Tests.Media;
using Xunit;

namespace Sora2.LocalServer.Tests.Mailbox.Answers;

public sealed class PreviewPictureTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Theory]
    [InlineData(1, 1, int.MaxValue)]
    [InlineData(5, 3, int.MaxValue)]
    [InlineData(320, 180, 320)]
    [InlineData(641, 361, 320)] // every third pixel of every third row
    public async Task Write_IsWhatAPngDecoderReadsBack(int width, int height, int mostWidth)
    {
        var rgb = new byte[width * height * 3];
        new Random(7).NextBytes(rgb);
        await File.WriteAllBytesAsync(_folder["preview.png"], PreviewPicture.Write(new PreviewFrame(width, height, rgb), mostWidth), TestContext.Current.CancellationToken);

        // A wrong checksum is an error too.
        await (await Tools.FfmpegAsync()).RunAsync(
            "read a preview",
            ["-err_detect", "crccheck+explode", "-i", _folder["preview.png"], "-f", "rawvideo", "-pix_fmt", "rgb24", _folder["preview.rgb"]],
            null,
            FfmpegLimits.Encode,
            TestContext.Current.CancellationToken);

        var step = mostWidth == int.MaxValue ? 1 : (width + mostWidth - 1) / mostWidth;
        byte[] expected = [.. Enumerable.Range(0, (height + step - 1) / step).SelectMany(y => Enumerable.Range(0, (width + step - 1) / step).SelectMany(x => rgb[(3 * ((y * step * width) + (x * step)))..][..3]))];
        Assert.Equal(expected, await File.ReadAllBytesAsync(_folder["preview.rgb"], TestContext.Current.CancellationToken));
    }

    public void Dispose() => _folder.Dispose();
}
