using System.Text;
using Sora2.LocalServer.Library;
using Sora2.LocalServer.Requests;
using Sora2.LocalServer.Tests.Jobs;
using Xunit;

namespace Sora2.LocalServer.Tests.Library;

public sealed class ShotRecipeTests
{
    private static readonly ShotRecipe s_recipe = new()
    {
        Name = "P_S_v001",
        Project = "P",
        Shot = "S",
        Version = 1,
        Job = "abcdefghijkm",
        Variant = 0,
        CreatedAt = DateTimeOffset.UnixEpoch,
        Request = JobWorld.Request("une \"balle\" <rouge> 🎈") with { GuidanceScale = 4.5, Conditioning = [new(ConditioningRole.Frame, new string('a', 64), LastFrame: true)] },
        Pack = new RecipePack("sora2-mini", new string('b', 64)),
        Versions = new Dictionary<string, string> { ["server"] = "0.1.0" },
    };

    [Fact]
    public void Parse_ReadsBackWhatWasWritten()
    {
        var read = ShotRecipe.Parse(s_recipe.ToJson());

        Assert.Equal(s_recipe.ToJson(), read.ToJson());
        Assert.Equal(s_recipe.Request.Prompt, read.Request.Prompt);
        Assert.Equal(s_recipe.Request.Sequence, read.Request.Sequence);
        Assert.Equal(s_recipe.Request.Conditioning, read.Request.Conditioning);
    }

    [Fact]
    public void ToRequest_HoldsThePacksHash() => Assert.Equal(new string('b', 64), s_recipe.ToRequest().PackHash);

    [Fact]
    public void ToFinal_IsTheSameShotWithAllSteps()
    {
        var draft = s_recipe with { Request = s_recipe.Request with { Draft = true, StepCount = 12, Seed = 9 } };

        var final = draft.ToFinal();

        Assert.Equal((false, 0, 9L, "P", "S", "P_S_v001"), (final.Draft, final.StepCount, final.Seed, final.Project, final.Shot, final.Parent));
        Assert.Equal((draft.Request.Prompt, draft.Request.Conditioning, new string('b', 64)), (final.Prompt, final.Conditioning, final.PackHash));
    }

    [Fact]
    public void ToFinal_OfAFinalShot_IsRefused() =>
        Assert.Contains("final", Assert.Throws<InvalidRequestException>(() => s_recipe.ToFinal()).Given, StringComparison.Ordinal);

    [Fact]
    public void Parent_StandsInTheRecipe()
    {
        var recipe = s_recipe with { Request = s_recipe.Request with { Parent = "P_S_v003" } };

        Assert.Contains("\n  \"parent\": \"P_S_v003\"", Encoding.UTF8.GetString(recipe.ToJson()), StringComparison.Ordinal);
        Assert.Equal("P_S_v003", ShotRecipe.Parse(recipe.ToJson()).ToRequest().Parent);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"format\":\"sora2.shot/9\"}")]
    public void Parse_NoRecipe_IsRefused(string json) =>
        Assert.Equal("recipe", Assert.Throws<InvalidRequestException>(() => ShotRecipe.Parse(Encoding.UTF8.GetBytes(json))).Field);

    [Fact]
    public void Parse_OtherFormat_IsRefused()
    {
        var json = Encoding.UTF8.GetString(s_recipe.ToJson()).Replace("sora2.shot/1", "sora2.shot/2", StringComparison.Ordinal);

        Assert.Throws<InvalidRequestException>(() => ShotRecipe.Parse(Encoding.UTF8.GetBytes(json)));
    }
}
