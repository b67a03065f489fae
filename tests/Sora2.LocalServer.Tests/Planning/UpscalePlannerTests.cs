using System.Globalization;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Planning;
using Sora2.LocalServer.Planning.Memory;
using Sora2.LocalServer.Requests;
using Sora2.LocalServer.Tests.Model.Packs;
using Xunit;

namespace Sora2.LocalServer.Tests.Planning;

/// <summary>The test pack makes 160x96, 96x160 and 128x128.</summary>
public sealed class UpscalePlannerTests : IDisposable
{
    private readonly PackFolder _pack = new();

    [Theory]
    [InlineData(200, 120, FitPolicy.Fill, 2)]
    [InlineData(320, 192, FitPolicy.Fill, 2)]
    [InlineData(320, 194, FitPolicy.Fill, 3)]
    [InlineData(320, 194, FitPolicy.Fit, 2)]
    [InlineData(480, 270, FitPolicy.Fill, 3)]
    [InlineData(1920, 1080, FitPolicy.Fill, 4)]
    [InlineData(96, 320, FitPolicy.Fill, 2)]
    public void Plan_TakesTheSmallestFactorThatReachesTheSequence(int width, int height, FitPolicy fit, int factor)
    {
        Fetch(2, 3, 4);

        var plan = Plan(width, height, fit, upscale: true);
        var plain = Plan(width, height, fit, upscale: false);

        Assert.Equal((factor, 1), (plan.UpscaleFactor, plain.UpscaleFactor));
        Assert.Equal(plain.ReelHeader.Picture.Width * factor, plan.ReelHeader.Picture.Width);
        Assert.Equal(plain.ReelHeader.Picture.Height * factor, plan.ReelHeader.Picture.Height);
        Assert.Equal((plain.ReelHeader.Picture, plain.Picture), (plan.MadeReelHeader.Picture, plan.Picture));
        Assert.True(plan.Memory.PeakBytes > plain.Memory.PeakBytes);
        var said = string.Create(CultureInfo.InvariantCulture, $"{factor} times as large by ESRGAN");
        Assert.Contains(plan.Notes, note => note.Contains(said, StringComparison.Ordinal));
        Assert.DoesNotContain(plain.Notes, static note => note.Contains("ESRGAN", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(160, 96, FitPolicy.Fill, "larger than 160x96")]
    [InlineData(128, 72, FitPolicy.Fill, "larger than 160x96")]
    [InlineData(1920, 1080, FitPolicy.Crop, "does not scale")]
    public void Plan_RefusesWhereThereIsNothingToMakeLarger(int width, int height, FitPolicy fit, string allowed)
    {
        Fetch(2, 3, 4);

        var refused = Assert.Throws<InvalidRequestException>(() => Plan(width, height, fit, upscale: true));

        Assert.Equal("upscale", refused.Field);
        Assert.Contains(allowed, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_SaysHowToGetANetworkThatIsNotThere()
    {
        Fetch(2, 3);

        var refused = Assert.Throws<PackException>(() => Plan(1920, 1080, FitPolicy.Fill, upscale: true));

        Assert.Contains("4 times", refused.Problem, StringComparison.Ordinal);
        Assert.Contains($"installers/upscaling/fetch {Path.Combine(_pack.Root, "upscaling")}", refused.Remedy, StringComparison.Ordinal);
    }

    public void Dispose() => _pack.Dispose();

    // The planner looks for networks and reads none.
    private void Fetch(params int[] factors)
    {
        foreach (var factor in factors)
        {
            var folder = Directory.CreateDirectory(Path.Combine(_pack.Root, "upscaling", string.Create(CultureInfo.InvariantCulture, $"x{factor}")));
            File.WriteAllText(Path.Combine(folder.FullName, "model.json"), "{}");
        }
    }

    private GenerationPlan Plan(int width, int height, FitPolicy fit, bool upscale) => new Planner(new PackCatalog(_pack.Root), static () => new MachineMemory(long.MaxValue, long.MaxValue)).Plan(
        new GenerationRequest
        {
            Prompt = "a red ball",
            Upscale = upscale,
            Sequence = new SequenceSettings { FrameRate = new FrameRate(24, 1), Width = width, Height = height, Fit = fit },
        },
        0);
}
