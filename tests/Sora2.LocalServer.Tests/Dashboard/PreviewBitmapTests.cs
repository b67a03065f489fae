using Sora2.LocalServer.Dashboard.Content;
using Sora2.LocalServer.Model;
using Xunit;

namespace Sora2.LocalServer.Tests.Dashboard;

public sealed class PreviewBitmapTests
{
    [Fact]
    public void Write_PutsTheLowestRowFirstAndBlueBeforeRed()
    {
        // 1 wide, 2 high: red above blue.
        var file = PreviewBitmap.Write(new PreviewFrame(1, 2, [255, 0, 0, 0, 0, 255]));

        Assert.Equal("BM"u8.ToArray(), file[..2]);
        Assert.Equal(54 + (2 * 4), file.Length);
        Assert.Equal([255, 0, 0, 0, 0, 0, 255, 0], file[54..]);
    }
}
