using Sora2.LocalServer.Model.Families.MiniAv.Denoising;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Families.MiniAv.Denoising;

public sealed class PatchesTests
{
    [Fact]
    public void FromPicture_PutsChannelsBeforePlaces()
    {
        // One frame, two channels, 2x4 places: the left patch is places 0, 1, 4, 5 of both channels.
        float[] latent = [0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 12, 13, 14, 15, 16, 17];

        var rows = Patches.FromPicture(latent, 2, 2, 4, 2);

        Assert.Equal([0, 1, 4, 5, 10, 11, 14, 15, 2, 3, 6, 7, 12, 13, 16, 17], rows);
        Assert.Equal(latent, Patches.ToPicture(rows, 2, 2, 4, 2));
    }

    [Fact]
    public void ToSound_JoinsRowsInTime() =>
        Assert.Equal([0, 1, 4, 5, 2, 3, 6, 7], Patches.ToSound([0, 1, 2, 3, 4, 5, 6, 7], 2, 2));
}
