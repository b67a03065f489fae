using System.Text.Json.Nodes;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Planning;
using Sora2.LocalServer.Planning.Memory;
using Sora2.LocalServer.Requests;
using Sora2.LocalServer.Tests.Model.Packs;
using Xunit;

namespace Sora2.LocalServer.Tests.Planning;

public sealed class PlannerTests : IDisposable
{
    private const long Gigabyte = 1L << 30;
    private const string MediaId = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private readonly PackFolder _pack = new();

    private static GenerationRequest Request { get; } = new()
    {
        Prompt = "a red ball",
        Seed = 40,
        Sequence = new SequenceSettings { FrameRate = new FrameRate(24000, 1001) },
    };

    private Planner Planner => new(new PackCatalog(_pack.Root), Machine(2 * Gigabyte));

    [Fact]
    public void Plan_FollowsTheSequenceAndThePack()
    {
        var plan = Planner.Plan(Request with { Variants = 3 }, 2);

        Assert.Equal("sora2-mini", plan.Pack);
        Assert.Equal(64, plan.PackHash.Length);
        Assert.Equal(42, plan.Seed);
        Assert.Equal(new VideoShape(96, 96, 160), plan.Picture);
        Assert.Equal(new FrameRate(24000, 1001), plan.FrameRate);
        Assert.Equal(plan.FrameRate, plan.ModelFrameRate);
        Assert.Equal([StemKind.Effects, StemKind.Ambience, StemKind.Music], plan.Stems);
        Assert.Equal(25, plan.Sigmas.Count);
        Assert.Equal((1f, 0f), (plan.Sigmas[0], plan.Sigmas[^1]));
        Assert.Equal((0.5f, 0.75f), (plan.Sigmas[12], plan.SoundSigmas[12]));
        Assert.Equal(3f, plan.GuidanceScale);
        Assert.InRange(plan.Memory.PeakBytes, 1, 2 * Gigabyte);
        Assert.Empty(plan.Notes);
    }

    [Fact]
    public void Plan_TakesTheSizeOfTheNearestShape()
    {
        var vertical = Request with { Sequence = Request.Sequence with { Width = 1080, Height = 1920 } };
        var odd = Request with { Sequence = Request.Sequence with { Width = 4096, Height = 1024 } };

        Assert.Equal((160, 96), (Planner.Plan(vertical, 0).Picture.Height, Planner.Plan(vertical, 0).Picture.Width));
        Assert.Contains(Planner.Plan(odd, 0).Notes, note => note.Contains("it made 160x96", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(24, 24)]
    [InlineData(30, 30)]
    [InlineData(60, 30)] // mixed
    [InlineData(8, 16)] // thinned
    public void Plan_BringsTheRateIntoThePacksRange(int rate, int modelRate)
    {
        var plan = Planner.Plan(Request with { Sequence = Request.Sequence with { FrameRate = new FrameRate(rate, 1) } }, 0);

        Assert.Equal(new FrameRate(modelRate, 1), plan.ModelFrameRate);
        Assert.Equal(rate > modelRate, plan.Notes.Any(note => note.Contains("mixed", StringComparison.Ordinal)));
    }

    [Fact]
    public void Plan_SpeaksQuotedWordsAndHidesThemFromThePicture()
    {
        var request = Request with { Prompt = "a man says \"hello\" in the park" };

        Assert.Equal(["hello"], Planner.Plan(request, 0).Dialogue);
        Assert.DoesNotContain("hello", Planner.Plan(request, 0).Prompt, StringComparison.Ordinal);
        Assert.Empty(Planner.Plan(request with { Stems = [StemKind.Effects] }, 0).Dialogue);
        Assert.Contains(
            Planner.Plan(request with { Prompt = $"he says \"{new string('a', 90)}\"" }, 0).Notes,
            note => note.Contains("longer than the shot", StringComparison.Ordinal));
    }

    [Fact]
    public void Plan_SaysWhichStemsThePackDoesNotMake()
    {
        _pack.Write(manifest => manifest["capabilities"]!["stems"] = new JsonArray("effects"));

        var plan = Planner.Plan(Request with { Stems = [StemKind.Effects, StemKind.Ambience, StemKind.Music] }, 0);

        Assert.Equal([StemKind.Effects], plan.Stems);
        Assert.Contains(plan.Notes, note => note.Contains("no ambience and no music", StringComparison.Ordinal));
        Assert.Empty(Planner.Plan(Request, 0).Notes);
    }

    [Fact]
    public void Plan_SaysWhatThePackDoesNotReadOfAPrompt()
    {
        var planner = new Planner(new PackCatalog(_pack.Root), Machine(2 * Gigabyte), (_, prompt) => new PromptLength(prompt.Length, 10));

        Assert.Empty(planner.Plan(Request, 0).Notes);
        Assert.Contains(
            planner.Plan(Request with { Prompt = "a big red ball bounces" }, 0).Notes,
            note => note.Contains("makes 22 pieces of it and takes the first 10", StringComparison.Ordinal));
        Assert.Single(planner.Plan(Request with { NegativePrompt = "a blue ball" }, 0).Notes);
    }

    [Fact]
    public void Plan_TakesFewerStepsForADraftUnlessTold()
    {
        Assert.Equal(8, Planner.Plan(Request with { Draft = true }, 0).Sigmas.Count - 1);
        Assert.Equal(5, Planner.Plan(Request with { Draft = true, StepCount = 5 }, 0).Sigmas.Count - 1);
    }

    [Fact]
    public void Plan_PlacesStills()
    {
        var plan = Planner.Plan(Request with { Conditioning = [new Conditioning(ConditioningRole.Frame, MediaId)] }, 0);

        Assert.Equal(MediaId, plan.FirstFrame);
        Assert.Null(plan.LastFrame);
    }

    [Fact]
    public void Plan_NamesTheFieldThatThePackCannotDo()
    {
        Refuses("task", Request with { Task = ShotTask.ExtendTail });
        Refuses("seconds", Request with { Seconds = 9 });
        Refuses("conditioning[0].role", Request with { Conditioning = [new Conditioning(ConditioningRole.Cast, MediaId, Name: "maya")] });
        Refuses("scenes", Request with { Scenes = [new Scene("a ball", 2), new Scene("a cube", 2)] });
        Refuses("conditioning[0].at_seconds", Request with { Conditioning = [new Conditioning(ConditioningRole.Frame, MediaId, 2)] });
        Refuses("conditioning[0].at_seconds", Request with { Conditioning = [new Conditioning(ConditioningRole.Frame, MediaId, LastFrame: true)] });
        Assert.Throws<PackException>(() => Planner.Plan(Request with { Pack = "wan" }, 0));
    }

    [Fact]
    public void Plan_RefusesWhatDoesNotFitIntoMemory()
    {
        var error = Assert.Throws<InvalidRequestException>(() => new Planner(new PackCatalog(_pack.Root), Machine(1 << 20)).Plan(Request, 0));

        Assert.Contains("what fits into 1 MB of memory", error.Allowed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1.0, new[] { 1f, 0.75f, 0.5f, 0.25f, 0f })]
    [InlineData(3.0, new[] { 1f, 0.9f, 0.75f, 0.5f, 0f })]
    public void SigmaSchedule_ShiftsTowardsNoise(double shift, float[] expected) => Assert.Equal(expected, SigmaSchedule.Of(4, shift));

    public void Dispose() => _pack.Dispose();

    private static Func<MachineMemory> Machine(long bytes) => () => new MachineMemory(bytes, bytes);

    private void Refuses(string field, GenerationRequest request) =>
        Assert.Equal(field, Assert.Throws<InvalidRequestException>(() => Planner.Plan(request, 0)).Field);
}
