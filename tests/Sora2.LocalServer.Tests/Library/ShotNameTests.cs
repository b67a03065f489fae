using Sora2.LocalServer.Library;
using Xunit;

namespace Sora2.LocalServer.Tests.Library;

public sealed class ShotNameTests
{
    [Theory]
    [InlineData("SH0010", 1, "SH0010V1")]
    [InlineData("A_B-C", 12, "ABCV12")]
    [InlineData("010", 1, "010V1")]
    public void Reel_IsShotAndVersion(string shot, int version, string reel) => Assert.Equal(reel, new ShotName("P", shot, version).Reel);

    [Fact]
    public void Reel_OfLongNames_StaysApart()
    {
        string[] reels = [.. ((string[])["OPENING_WIDE", "OPENING_CLOSE", "OPENINGWIDE"]).Select(static shot => new ShotName("P", shot, 3).Reel)];

        Assert.All(reels, static reel => Assert.Matches("^OPE[0-9A-Z]{3}V3$", reel));
        Assert.Equal(3, reels.Distinct().Count());
        Assert.Equal(8, new ShotName("P", "OPENING_WIDE", 123456).Reel.Length);
    }

    [Theory]
    [InlineData("MY_FILM_SH0010_v012", "MY_FILM", "SH0010", 12)]
    [InlineData("P_A_v1_v001", "P", "A_v1", 1)]
    public void TryParse_TakesNamesApart(string text, string project, string shot, int version)
    {
        var parsed = ShotName.TryParse(text, project, out var name);

        Assert.Equal(ShotName.IsWellFormed(text), parsed);
        Assert.Equal(parsed ? new ShotName(project, shot, version) : default, name);
    }

    [Theory]
    [InlineData("P_SH0010_v001", "Q")]
    [InlineData("P_v001", "P")]
    [InlineData("../P_A_v001", "..")]
    public void TryParse_OtherNames_AreNone(string text, string project) => Assert.False(ShotName.TryParse(text, project, out _));
}
