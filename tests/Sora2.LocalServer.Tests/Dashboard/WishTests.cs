using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Dashboard.Making;
using Sora2.LocalServer.Requests;
using Xunit;

namespace Sora2.LocalServer.Tests.Dashboard;

public sealed class WishTests
{
    private static readonly GenerationRequest s_made = new()
    {
        Prompt = "a red ball",
        Seconds = 2,
        Seed = 7,
        StepCount = 9,
        Pack = "sora2-mini",
        PackHash = new string('a', 64),
        Sequence = new SequenceSettings { FrameRate = new FrameRate(24000, 1001), Width = 320, Height = 180, StartTimecode = "02:00:00:00" },
        Conditioning =
        [
            new Conditioning(ConditioningRole.Frame, "first"),
            new Conditioning(ConditioningRole.Frame, "middle", AtSeconds: 1),
            new Conditioning(ConditioningRole.Frame, "last", LastFrame: true),
            new Conditioning(ConditioningRole.Cast, "maya", Name: "MAYA"),
        ],
    };

    [Fact]
    public void ToRequest_OfAnUntouchedRecipe_AsksForTheSameShot()
    {
        var request = new Wish(s_made).ToRequest();

        Assert.Equal(s_made with { PackHash = "", Conditioning = request.Conditioning, Stems = request.Stems }, request);
        Assert.Equal(s_made.Conditioning.ToHashSet(), request.Conditioning.ToHashSet());
        Assert.Equal(s_made.Stems, request.Stems);
    }

    [Fact]
    public void ToRequest_TakesWhatWasTyped()
    {
        var wish = new Wish(s_made) { Prompt = " a blue ball ", Draft = true, Upscale = true, Seed = "", FirstFrame = null, Size = "1080x1920", Rate = "25" };
        wish.Cast[0].MediaId = "other";

        var request = wish.ToRequest();

        Assert.Equal(("a blue ball", true, 0, 1080, 1920), (request.Prompt, request.Draft, request.StepCount, request.Sequence.Width, request.Sequence.Height));
        Assert.True(request.Upscale);
        Assert.Equal((new FrameRate(25, 1), "02:00:00:00"), (request.Sequence.FrameRate, request.Sequence.StartTimecode));
        Assert.Equal(["middle", "last", "other"], request.Conditioning.Select(static piece => piece.MediaId));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("1.5")]
    public void ToRequest_RefusesASeedThatIsNoNumber(string seed) =>
        Assert.Equal("seed", Assert.Throws<InvalidRequestException>(() => new Wish(s_made) { Seed = seed }.ToRequest()).Field);

    [Fact]
    public void ToRequest_RefusesACastMemberWithoutAPicture()
    {
        var wish = new Wish();
        wish.Cast.Add(new CastMember { Name = "MAYA" });

        Assert.Equal("cast", Assert.Throws<InvalidRequestException>(wish.ToRequest).Field);
    }
}
