using System.Text;
using Sora2.LocalServer.Media;
using Xunit;

namespace Sora2.LocalServer.Tests.Media;

public sealed class MediaSnifferTests
{
    [Theory]
    [InlineData("89504E470D0A1A0A", MediaKind.Png)]
    [InlineData("FFD8FFE0", MediaKind.Jpeg)]
    [InlineData("524946461000000057454250", MediaKind.WebP)]
    [InlineData("524946461000000057415645", MediaKind.Wave)]
    [InlineData("524946461000000041564920", MediaKind.Movie)]   // AVI
    [InlineData("49492A00", MediaKind.Tiff)]
    [InlineData("4D4D002A", MediaKind.Tiff)]
    [InlineData("0000001466747970717420200000", MediaKind.Movie)]
    [InlineData("000000006674797071742020", MediaKind.Unknown)]   // a box of no size
    [InlineData("FFD8", MediaKind.Unknown)]
    [InlineData("", MediaKind.Unknown)]
    public void Sniff_GoesByTheFirstBytes(string hex, MediaKind kind) =>
        Assert.Equal(kind, MediaSniffer.Sniff(Convert.FromHexString(hex)));

    [Theory]
    [InlineData("ffconcat version 1.0\nfile /etc/passwd\n")]
    [InlineData("#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\nfile:///etc/passwd\n")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"/etc/passwd\"/></svg>")]
    public void Sniff_TakesNoListThatNamesOtherFiles(string content) =>
        Assert.Equal(MediaKind.Unknown, MediaSniffer.Sniff(Encoding.ASCII.GetBytes(content)));

    [Fact]
    public async Task SniffAsync_TakesAFileShorterThanItsHead()
    {
        using var folder = new TestFolder();
        await File.WriteAllBytesAsync(folder["x.png"], [1, 2], TestContext.Current.CancellationToken);

        Assert.Equal(MediaKind.Unknown, await MediaSniffer.SniffAsync(folder["x.png"], TestContext.Current.CancellationToken));
    }
}
