using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Planning;
using Sora2.LocalServer.Planning.Memory;
using Sora2.LocalServer.Requests;
using Sora2.LocalServer.Tests.Model.Families.Wan;
using Xunit;

namespace Sora2.LocalServer.Tests.Planning.Memory;

/// <summary>Plans for a Wan pack at 1280x704 whose 24 blocks take 38 MB each.</summary>
public sealed class MemoryPlannerTests : IDisposable
{
    private const int Blocks = 24;
    private const long BlockBytes = 37_825_536;
    private const long Much = 1L << 40;

    private readonly WanFolder _folder = new();
    private readonly PackCatalog _packs;

    public MemoryPlannerTests()
    {
        _folder.Widen(heads: 12, Blocks);
        _packs = _folder.ToPack(1280, 704);
    }

    private static GenerationRequest Request { get; } = new()
    {
        Prompt = "a red ball",
        Pack = "tiny-wan",
        Seconds = 5,
        Stems = [],
        Sequence = new SequenceSettings { FrameRate = new FrameRate(24, 1) },
    };

    [Fact]
    public void Plan_WithMuchMemory_KeepsAllLayers()
    {
        var plan = Plan(Request, Much);

        Assert.Equal(Blocks * BlockBytes, plan.Memory.LayerBytes);
        Assert.False(plan.Memory.SmallTiles);
        Assert.Empty(plan.Notes);
    }

    [Fact]
    public void Plan_GivesTheLayersWhatTheOtherPartsLeave()
    {
        var all = Plan(Request, Much).Memory;

        var plan = Plan(Request, all.PeakBytes - (10 * BlockBytes)).Memory;

        Assert.Equal(all.PeakBytes - (10 * BlockBytes), plan.PeakBytes, BlockBytes);
        Assert.Equal((Blocks - 10) * BlockBytes, plan.LayerBytes);
    }

    [Fact]
    public void Plan_ByTheRequestsOwnLimit_IsTheSameAsOnASmallerMachine()
    {
        var half = (Plan(Request, Much).Memory.PeakBytes + Plan(Request, Much).LeastMemory.PeakBytes) / 2;

        Assert.Equal(Plan(Request, half).Memory, Plan(Request with { MemoryBytes = half }, Much).Memory);
        Assert.InRange(Plan(Request, half).Memory.PeakBytes, 1, half);
    }

    [Fact]
    public void Plan_WithLittleFreeNow_TakesNoMoreThanItMust()
    {
        var planner = new Planner(_packs, static () => new MachineMemory(Much, 1), need: new PackMemory().Measure);

        var plan = planner.Plan(Request, 0);

        Assert.Equal(plan.LeastMemory.PeakBytes, plan.Memory.PeakBytes);
    }

    [Fact]
    public void Plan_ThatOnlyFitsInSmallTiles_TakesThemAndSaysSo()
    {
        using var folder = new WanFolder();
        folder.WidenPictureCode(96);
        var packs = folder.ToPack(1280, 704);
        var much = Plan(Much);

        var less = Plan(much.Memory.PeakBytes - (1 << 20));

        Assert.False(much.Memory.SmallTiles);
        Assert.True(less.Memory.SmallTiles && less.LeastMemory.SmallTiles);
        Assert.InRange(less.Memory.PeakBytes, 1, much.Memory.PeakBytes - (1 << 20));
        Assert.Contains("small tiles", Assert.Single(less.Notes), StringComparison.Ordinal);

        GenerationPlan Plan(long bytes) => new Planner(packs, () => new MachineMemory(bytes, Much), need: new PackMemory().Measure).Plan(Request with { Seconds = 1 }, 0);
    }

    [Fact]
    public void Plan_LongerLargerOrOverAClip_TakesMore()
    {
        var least = Plan(Request, Much).LeastMemory.PeakBytes;
        using var small = new WanFolder();
        small.Widen(heads: 12, Blocks);
        var smaller = new Planner(small.ToPack(640, 352), static () => new MachineMemory(Much, Much), need: new PackMemory().Measure);

        Assert.True(Plan(Request with { Seconds = 1 }, Much).LeastMemory.PeakBytes < least);
        Assert.True(smaller.Plan(Request, 0).LeastMemory.PeakBytes < least);
        Assert.True(Measure(new MemoryNeed(new VideoShape(121, 704, 1280), SourceFrames: 121)) > Measure(new MemoryNeed(new VideoShape(121, 704, 1280))));

        long Measure(MemoryNeed need) => new PackMemory().Measure(_packs.Get("tiny-wan"), need, 0).PeakBytes;
    }

    [Fact]
    public void Plan_WithSounds_CountsThePackThatMakesThem()
    {
        var silent = Plan(Request, Much).LeastMemory.PeakBytes;
        var sounds = Plan(Request with { Stems = [StemKind.Effects] }, Much).LeastMemory.PeakBytes;

        Assert.Equal(MemoryEstimate.WeightsOf(_packs.Get(PackCatalog.DefaultPack)), sounds - silent);
    }

    [Fact]
    public void Plan_ThatCannotFit_SaysWhatWould()
    {
        var least = Plan(Request, Much).LeastMemory.PeakBytes;
        var shorter = Plan(Request with { Seconds = 2 }, Much).LeastMemory.PeakBytes;

        var error = Assert.Throws<InvalidRequestException>(() => Plan(Request, shorter));

        Assert.Equal(("seconds", "5 s"), (error.Field, error.Given));
        Assert.Contains($"this takes {MemoryPlanner.Text(least)} at least", error.Allowed, StringComparison.Ordinal);
        Assert.Contains("What fits: at most 2 s of it", error.Allowed, StringComparison.Ordinal);
        Assert.Contains("pack sora2-mini", Assert.Throws<InvalidRequestException>(() => Plan(Request, least - 1)).Allowed, StringComparison.Ordinal);
        Assert.DoesNotContain("--memory", error.Allowed, StringComparison.Ordinal);
        Assert.Equal(2, Plan(Request with { Seconds = 2 }, shorter).Picture.Frames / 24.0, 0.1);
    }

    [Fact]
    public void Plan_ThatTheLimitForbids_NamesTheLimitThatWouldDo()
    {
        var least = Plan(Request, Much).LeastMemory.PeakBytes;

        var error = Assert.Throws<InvalidRequestException>(() => Plan(Request with { MemoryBytes = least - 1 }, Much));

        Assert.Equal("memory_bytes", error.Field);
        Assert.EndsWith($"a limit (--memory, setting memory-limit) of {MemoryPlanner.Text(least)} or more", error.Allowed, StringComparison.Ordinal);
        Assert.Equal(least, Plan(Request with { MemoryBytes = least }, Much).Memory.PeakBytes);
    }

    [Fact]
    public void WithLeastMemory_SaysSo()
    {
        var plan = Plan(Request, Much);

        var less = plan.WithLeastMemory("Memory ran out");

        Assert.Equal((plan.LeastMemory, plan.LeastMemory), (less.Memory, less.LeastMemory));
        Assert.Equal(
            [$"Memory ran out: it was tried again with {MemoryPlanner.Text(plan.LeastMemory.PeakBytes)} at most in place of {MemoryPlanner.Text(plan.Memory.PeakBytes)}."], less.Notes);
    }

    public void Dispose() => _folder.Dispose();

    private GenerationPlan Plan(GenerationRequest request, long bytes) =>
        new Planner(_packs, () => new MachineMemory(bytes, Much), need: new PackMemory().Measure).Plan(request, 0);
}
