using Sora2.LocalServer.Model.Upscaling;
using Sora2.LocalServer.Tests.Model.Graphs;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Upscaling;

/// <summary>ESRGAN's medium networks, as they were downloaded, against what TensorFlow.js made of the same picture.</summary>
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

        // The package's pictures have eight bits.
        var apart = upscaled.Zip(expected, static (a, b) => Math.Abs((int)Math.Round(a / 257.0) - (int)Math.Round(b / 257.0))).ToArray();
        Assert.InRange(apart.Max(), 0, 1);
        Assert.InRange(apart.Average(), 0, 0.01);
    }

    private static async Task<ushort[]> UpscaledAsync(int factor, int largestTile)
    {
        using var upscaler = new FrameUpscaler(Esrgan.Folder(factor), GraphRun.Runtime, Cancellation, largestTile);
        var upscaled = new ushort[3 * Side * Side * factor * factor];
        upscaler.Upscale(await Esrgan.SampleAsync(Cancellation), Side, Side, upscaled, static () => { }, Cancellation);
        return upscaled;
    }
}
