using Sora2.LocalServer.Model.Upscaling;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Upscaling;

public sealed class TileRowTests
{
    [Theory]
    [InlineData(96, 256, 18, 1)]
    [InlineData(256, 256, 18, 1)]
    [InlineData(257, 256, 18, 2)]
    [InlineData(704, 256, 18, 4)]
    [InlineData(1280, 256, 32, 7)]
    [InlineData(8192, 256, 32, 43)]
    public void Of_KeepsEveryPixelOnceAndFarFromTheEdges(int length, int most, int reach, int count)
    {
        var tiles = TileRow.Of(length, most, reach);

        Assert.Equal(count, tiles.Count);
        Assert.Equal(Enumerable.Range(0, length), tiles.SelectMany(static tile => Enumerable.Range(tile.KeptStart, tile.KeptLength)));
        Assert.Single(tiles.Select(static tile => tile.Length).Distinct());
        Assert.All(tiles, tile =>
        {
            Assert.InRange(tile.Length, 1, most);
            Assert.True(tile.Start == 0 ? tile.KeptStart == 0 : tile.KeptStart - tile.Start >= reach, $"{tile}");
            Assert.True(tile.End == length ? tile.KeptEnd == length : tile.End - tile.KeptEnd >= reach, $"{tile}");
        });
    }
}
