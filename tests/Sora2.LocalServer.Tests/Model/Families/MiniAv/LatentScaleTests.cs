using Sora2.LocalServer.Model.Families.MiniAv.Denoising;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Families.MiniAv;

public sealed class LatentScaleTests(ParityPack pack) : IClassFixture<ParityPack>
{
    /// <summary>Golden data: training/export.py, to 1e-5.</summary>
    [Fact]
    public void ShapeNoise_GivesWhatTrainingGives()
    {
        var config = pack.Model.Config;
        using var white = pack.FramesFirst("sampling.noise_picture");
        using var shared = pack.FramesFirst("sampling.shared");
        using var expected = pack.FramesFirst("sampling.shaped");
        var rows = Patches.FromPicture(white.Floats, config.Video.Channels, 4, 6, config.Denoiser.Patch);

        pack.Model.Scale.ShapeNoise(
            rows, Patches.FromPicture(shared.Floats, config.Video.Channels, 4, 6, config.Denoiser.Patch), config.Denoiser.Patch * config.Denoiser.Patch);

        var shaped = Patches.ToPicture(rows, config.Video.Channels, 4, 6, config.Denoiser.Patch);
        Assert.Equal(expected.ElementCount, shaped.Length);
        for (var i = 0; i < shaped.Length; i++)
        {
            Assert.InRange(shaped[i] - expected.Floats[i], -1e-5f, 1e-5f);
        }
    }
}
