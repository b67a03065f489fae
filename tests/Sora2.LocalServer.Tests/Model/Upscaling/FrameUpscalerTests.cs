using Sora2.LocalServer.Model.Upscaling;
using Sora2.LocalServer.Tests.Model.Graphs;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Upscaling;

/// <summary>ESRGAN's networks, as they were downloaded, against what TensorFlow.js made of the same picture.</summary>
public sealed class FrameUpscalerTests
{
    private const int Side = Esrgan.SampleSide;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Upscale_MakesWhatThePackageShows(int factor)
    {
        var expected = await Esrgan.UpscaledSampleAsync(factor, Cancellation);

        var upscaled = await UpscaledAsync(factor, FrameUpscaler.LargestTile);

        // The package's pictures are rounded to eight bits.
        Assert.InRange(upscaled.Zip(expected, static (a, b) => Math.Abs(a - b)).Max(), 0, 0.51 * 257);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(100)]
    public async Task Upscale_ShowsNoSeam(int largestTile)
    {
        var whole = await UpscaledAsync(2, FrameUpscaler.LargestTile);

        var tiled = await UpscaledAsync(2, largestTile);

        // Sums may come in another order.
        Assert.InRange(whole.Zip(tiled, static (a, b) => Math.Abs(a - b)).Max(), 0, 1);
    }

    [Fact]
    public async Task Upscale_StopsBetweenTiles()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        using var upscaler = new FrameUpscaler(Esrgan.Folder(2), GraphRun.Runtime, Cancellation, largestTile: 80);
        var (sample, tiles) = (await Esrgan.SampleAsync(Cancellation), 0);

        Assert.ThrowsAny<OperationCanceledException>(() => upscaler.Upscale(sample, Side, Side, new ushort[12 * Side * Side], Tile, stop.Token));
        Assert.Equal(2, tiles);

        void Tile()
        {
            if (++tiles == 2)
            {
                stop.Cancel();
            }
        }
    }

    [Fact]
    public async Task Upscale_LeavesAnEvenPictureAsBrightAsItWas()
    {
        _ = await Esrgan.SampleAsync(Cancellation);
        using var upscaler = new FrameUpscaler(Esrgan.Folder(2), GraphRun.Runtime, Cancellation);
        var upscaled = new ushort[3 * 96 * 64 * 4];

        upscaler.Upscale([.. Enumerable.Repeat((ushort)0x8000, 3 * 96 * 64)], 64, 96, upscaled, static () => { }, Cancellation);

        var middle = upscaled.AsSpan(3 * ((64 * 192) + 64), 3 * 64).ToArray();
        Assert.All(middle, static value => Assert.InRange(value, 0x8000 - (2 * 257), 0x8000 + (2 * 257)));
    }

    private static async Task<ushort[]> UpscaledAsync(int factor, int largestTile)
    {
        using var upscaler = new FrameUpscaler(Esrgan.Folder(factor), GraphRun.Runtime, Cancellation, largestTile);
        var upscaled = new ushort[3 * Side * Side * factor * factor];
        upscaler.Upscale(await Esrgan.SampleAsync(Cancellation), Side, Side, upscaled, static () => { }, Cancellation);
        return upscaled;
    }
}
