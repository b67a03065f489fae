using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Planning;
using Sora2.LocalServer.Planning.Footage;
using Sora2.LocalServer.Requests;
using Xunit;

namespace Sora2.LocalServer.Tests.Planning.Footage;

/// <summary>Frames beyond the cut: the movie is longer and begins earlier, the cut stays where it was asked for.</summary>
public sealed class HandlesTests : IDisposable
{
    private static readonly string s_clip = new('a', 64);

    private readonly WidePack _pack = new();

    [Theory]
    [InlineData("25", "10:00:00:00", "09:59:59:17")]
    [InlineData("23.976", "01:00:00:00", "00:59:59:16")]
    [InlineData("29.97", "01:01:00;02", "01:00:59;22")]
    [InlineData("59.94", "10:00:00;00", "09:59:59;52")]
    [InlineData("24", "00:00:00:00", "23:59:59:16")]
    public void Plan_Shot_BeginsBeforeItsCut(string rate, string start, string movie)
    {
        FrameRate.TryParse(rate, out var frameRate);

        var plan = Plan(Request(ShotTask.Shot, 8, 12) with
        {
            Sequence = new SequenceSettings { FrameRate = frameRate, StartTimecode = start, HeadHandle = 8, TailHandle = 12 },
        });

        Assert.Equal((frameRate.FramesIn(2) + 20, movie, 8, 12), (plan.OutputFrames, plan.StartTimecode, plan.HeadHandle, plan.TailHandle));
        Assert.Equal(plan.OutputFrames, plan.Picture.Frames);
    }

    [Fact]
    public void Plan_Extensions_GoOnFromTheNeighboursTimecode()
    {
        var tail = Plan(Request(ShotTask.ExtendTail, 0, 12));
        var head = Plan(Request(ShotTask.ExtendHead, 8, 0));

        Assert.Equal((62, "10:00:05:00"), (tail.OutputFrames, tail.StartTimecode));
        Assert.Equal((58, "09:59:57:17"), (head.OutputFrames, head.StartTimecode));
    }

    [Fact]
    public void Plan_Edit_TakesItsHandlesFromTheClip()
    {
        var plan = Plan(Part(1, 3, 10, 25));

        Assert.Equal(new PlannedClip(s_clip, ClipUse.Source, 0.6, 4), Assert.Single(plan.Clips));
        Assert.Equal((85, "10:00:00:15"), (plan.OutputFrames, plan.StartTimecode));
        Assert.Equal("sequence.handles", Assert.Throws<InvalidRequestException>(() => Plan(Part(1, 3, 26, 0))).Field);
        Assert.Equal("sequence.handles", Assert.Throws<InvalidRequestException>(() => Plan(Part(1, 4.5, 0, 14))).Field);
    }

    [Fact]
    public void Plan_Scenes_AreAsLongAsTheyWereAskedFor()
    {
        var plan = Plan(Request(ShotTask.Shot, 5, 7) with { Prompt = "", Scenes = [new Scene("a red ball", 1), new Scene("a blue cube", 1)] });

        Assert.Equal([30, 32], plan.Scenes.Select(scene => scene.Frames));
    }

    [Fact]
    public void Plan_LongerThanThePack_CountsTheHandles() =>
        Assert.Equal("seconds", Assert.Throws<InvalidRequestException>(() => Plan(Request(ShotTask.Shot, 240, 240) with { Seconds = 50 })).Field);

    public void Dispose() => _pack.Dispose();

    private static GenerationRequest Request(ShotTask task, int head, int tail) => new()
    {
        Task = task,
        Prompt = "a red ball",
        Seconds = 2,
        Sequence = new SequenceSettings { FrameRate = new FrameRate(25, 1), StartTimecode = task == ShotTask.Shot ? "01:00:00:00" : "", HeadHandle = head, TailHandle = tail },
        Conditioning = task == ShotTask.Shot ? [] : [new Conditioning(ConditioningRole.Clip, s_clip)],
    };

    private static GenerationRequest Part(double start, double end, int head, int tail) => Request(ShotTask.Edit, head, tail) with
    {
        Conditioning = [new Conditioning(ConditioningRole.Clip, s_clip, Part: new TimeRange(start, end))],
    };

    private GenerationPlan Plan(GenerationRequest request) => _pack.Planner(static _ => new ClipFacts
    {
        Seconds = 5, FrameRate = new FrameRate(25, 1), Width = 1920, Height = 1080, KeepsItsFrames = true, StartTimecode = "10:00:00:00",
    }).Plan(request, 0);
}
