using Sora2.LocalServer.Media.Frames;
using Sora2.LocalServer.Requests;
using Xunit;

namespace Sora2.LocalServer.Tests.Media.Frames;

public sealed class FramePlacementTests
{
    [Theory]
    [InlineData(160, 96, 1920, 1080, FitPolicy.Fill, 1920, 1152)]     // 5:3 into 16:9: cut above and below
    [InlineData(160, 96, 1920, 1080, FitPolicy.Fit, 1800, 1080)]      // black left and right
    [InlineData(160, 96, 1080, 1920, FitPolicy.Fill, 3200, 1920)]
    [InlineData(160, 96, 1080, 1920, FitPolicy.Fit, 1080, 648)]
    [InlineData(160, 90, 1920, 1080, FitPolicy.Fill, 1920, 1080)]
    [InlineData(161, 97, 1920, 1080, FitPolicy.Crop, 162, 98)]
    [InlineData(4000, 3000, 1920, 1080, FitPolicy.Crop, 4000, 3000)]
    public void Of_KeepsTheAspect(int sourceWidth, int sourceHeight, int width, int height, FitPolicy fit, int scaledWidth, int scaledHeight)
    {
        var placement = FramePlacement.Of(sourceWidth, sourceHeight, width, height, fit);

        Assert.Equal((scaledWidth, scaledHeight), (placement.ScaledWidth, placement.ScaledHeight));
    }

    [Fact]
    public void Of_PlacesEveryPolicyInsideTheFrameOnEvenPixels()
    {
        int[] sides = [16, 90, 96, 160, 161, 320, 720, 1080, 1998, 4096];
        foreach (var (sourceWidth, sourceHeight, width, height) in
            from a in sides from b in sides from c in sides.Where(side => side % 2 == 0) from d in sides.Where(side => side % 2 == 0) select (a, b, c, d))
        {
            foreach (var fit in Enum.GetValues<FitPolicy>())
            {
                var at = FramePlacement.Of(sourceWidth, sourceHeight, width, height, fit);
                int[] numbers = [at.ScaledWidth, at.ScaledHeight, at.KeptWidth, at.KeptHeight, at.CutX, at.CutY, at.PadX, at.PadY];
                var good = numbers.All(number => number >= 0 && number % 2 == 0)
                    && at.CutX + at.KeptWidth <= at.ScaledWidth && at.CutY + at.KeptHeight <= at.ScaledHeight
                    && at.PadX + at.KeptWidth <= width && at.PadY + at.KeptHeight <= height
                    && (fit != FitPolicy.Fill || !at.Pads) && (fit != FitPolicy.Fit || !at.Cuts);
                Assert.True(good, $"{sourceWidth}x{sourceHeight} {fit} into {width}x{height}: {at}");
            }
        }
    }

    [Fact]
    public void Of_RefusesAnOddFrame() => Assert.Throws<ArgumentException>(() => FramePlacement.Of(160, 96, 1919, 1080, FitPolicy.Fill));
}
