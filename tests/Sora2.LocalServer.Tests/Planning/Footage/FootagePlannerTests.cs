using System.Text.Json;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Jobs.Store;
using Sora2.LocalServer.Planning;
using Sora2.LocalServer.Planning.Footage;
using Sora2.LocalServer.Requests;
using Xunit;

namespace Sora2.LocalServer.Tests.Planning.Footage;

public sealed class FootagePlannerTests : IDisposable
{
    private static readonly string s_one = new('a', 64);
    private static readonly string s_two = new('b', 64);
    private static readonly string s_stem = new('c', 64);

    private readonly WidePack _pack = new();
    private readonly Dictionary<string, ClipFacts> _clips = new()
    {
        [s_one] = new ClipFacts { Seconds = 5, FrameRate = new FrameRate(25, 1), Width = 1920, Height = 1080, KeepsItsFrames = true, StartTimecode = "10:00:00:00", Notes = ["It is interlaced."] },
        [s_two] = new ClipFacts { Seconds = 3, FrameRate = new FrameRate(25, 1), Width = 1920, Height = 1080, StartTimecode = "11:00:00:00" },
    };

    [Fact]
    public void Plan_ExtendTail_BeginsWhereTheClipEnds()
    {
        var plan = Plan(Request(ShotTask.ExtendTail, Clip(s_one)));

        Assert.Equal(ShotTask.ExtendTail, plan.Task);
        Assert.Equal(new PlannedClip(s_one, ClipUse.Before, 0, 5), Assert.Single(plan.Clips));
        Assert.Equal((50, 50, 0, 50), (plan.Picture.Frames, plan.OutputFrames, plan.FirstNewFrame, plan.EndNewFrame));
        Assert.Equal("10:00:05:00", plan.StartTimecode);
        Assert.Equal(["It is interlaced."], plan.Notes);
    }

    [Fact]
    public void Plan_ExtendHead_EndsWhereTheUsedPartBegins()
    {
        var plan = Plan(Request(ShotTask.ExtendHead, Clip(s_one) with { Part = new TimeRange(1, 4) }));

        Assert.Equal(new PlannedClip(s_one, ClipUse.After, 1, 4), Assert.Single(plan.Clips));
        Assert.Equal("09:59:59:00", plan.StartTimecode);
    }

    [Fact]
    public void Plan_FillGap_LiesBetweenTwoClips()
    {
        var plan = Plan(Request(ShotTask.FillGap, Clip(s_one), Sound(StemKind.Effects), Clip(s_two)));

        Assert.Equal([(s_one, ClipUse.Before), (s_two, ClipUse.After)], plan.Clips.Select(clip => (clip.MediaId, clip.Use)));
        Assert.Equal(new PlannedStem(StemKind.Effects, s_stem), Assert.Single(plan.Clips[0].Stems));
        Assert.Empty(plan.Clips[1].Stems);
        Assert.Equal("10:00:05:00", plan.StartTimecode);
    }

    [Fact]
    public void Plan_Edit_IsAsLongAsThePart()
    {
        var plan = Plan(Request(ShotTask.Edit, Clip(s_one) with { Part = new TimeRange(1, 3.5) }));

        Assert.Equal(new PlannedClip(s_one, ClipUse.Source, 1, 3.5), Assert.Single(plan.Clips));
        Assert.Equal(63, plan.Picture.Frames);
        Assert.Equal("10:00:01:00", plan.StartTimecode);
    }

    [Fact]
    public void Plan_Retake_MakesTheRangeAndDeliversTheClip()
    {
        var plan = Plan(Request(ShotTask.Retake, Clip(s_one)) with { Range = new TimeRange(1.01, 3) });

        Assert.Equal([new PlannedClip(s_one, ClipUse.Before, 0, 1), new PlannedClip(s_one, ClipUse.After, 3, 5)], plan.Clips);
        Assert.Equal((25, 75, 125, 50), (plan.FirstNewFrame, plan.EndNewFrame, plan.OutputFrames, plan.Picture.Frames));
        Assert.Equal((50, 48_000L), (plan.ReelHeader.Picture.Frames, plan.ReelHeader.SamplesPerStem));
        Assert.Equal("10:00:00:00", plan.StartTimecode);
    }

    [Fact]
    public void Plan_RetakeAtAnEdge_HasOneNeighbour() =>
        Assert.Equal(ClipUse.After, Assert.Single(Plan(Request(ShotTask.Retake, Clip(s_one)) with { Range = new TimeRange(0, 2) }).Clips).Use);

    [Fact]
    public void Plan_Retake_KeepsOnlyFramesThatCanStandBesideNewOnes()
    {
        var request = Request(ShotTask.Retake, Clip(s_one)) with { Range = new TimeRange(1, 3) };

        Refuses("sequence.frame_rate", "the clip's own, 25", request with { Sequence = request.Sequence with { FrameRate = new FrameRate(24, 1) } });
        _clips[s_one] = _clips[s_one] with { KeepsItsFrames = false };
        Refuses("conditioning[0].media_id", "progressive", request);
    }

    [Fact]
    public void Plan_RetakeWithoutStems_SaysWhatIsSilent()
    {
        _clips[s_one] = _clips[s_one] with { HasSound = true, Notes = [] };
        var request = Request(ShotTask.Retake, Clip(s_one)) with { Range = new TimeRange(1, 3) };

        Assert.Contains("silent outside", Assert.Single(Plan(request).Notes), StringComparison.Ordinal);
        Assert.Empty(Plan(request with { Stems = [] }).Notes);
        Assert.Empty(Plan(request with { Conditioning = [Clip(s_one), Sound(StemKind.Effects)] }).Notes);
    }

    [Fact]
    public void Plan_GivenTimecode_Counts()
    {
        var request = Request(ShotTask.ExtendTail, Clip(s_one));

        Assert.Equal("02:00:00:00", Plan(request with { Sequence = request.Sequence with { StartTimecode = "02:00:00:00" } }).StartTimecode);
    }

    [Theory]
    [InlineData(null, 25, 1, "01:00:00:00")]
    [InlineData("nonsense", 25, 1, "01:00:00:00")]
    [InlineData("10:00:00:00", 24, 1, "10:00:05:00")]
    [InlineData("10:00:00:20", 50, 1, "10:00:05:40")]
    [InlineData("10:00:00:20", 30000, 1001, "10:00:05:24")]
    public void Plan_ClipsTimecode_IsCountedInTheSequencesFrames(string? start, int numerator, int denominator, string expected)
    {
        _clips[s_one] = _clips[s_one] with { StartTimecode = start };
        var request = Request(ShotTask.ExtendTail, Clip(s_one));

        var plan = Plan(request with { Sequence = request.Sequence with { FrameRate = new FrameRate(numerator, denominator) } });

        Assert.Equal(expected, plan.StartTimecode);
    }

    [Fact]
    public void Plan_DropFrameClip_StaysDropFrame()
    {
        _clips[s_one] = _clips[s_one] with { FrameRate = new FrameRate(60000, 1001), StartTimecode = "10:00:55;00" };
        var request = Request(ShotTask.ExtendTail, Clip(s_one) with { Part = new TimeRange(0, 5.005) });
        _clips[s_one] = _clips[s_one] with { Seconds = 6 };

        var plan = Plan(request with { Sequence = request.Sequence with { FrameRate = new FrameRate(30000, 1001) } });

        Assert.Equal("10:01:00;02", plan.StartTimecode);
    }

    [Fact]
    public void Plan_NamesThePartThatLiesOutside()
    {
        Refuses("conditioning[0].part", "0 to 5:", Request(ShotTask.ExtendTail, Clip(s_one) with { Part = new TimeRange(0, 6) }));
        Refuses("conditioning[0].part", "one frame", Request(ShotTask.ExtendTail, Clip(s_one) with { Part = new TimeRange(2, 2.001) }));
        Refuses("conditioning[1].media_id", "a movie", Request(ShotTask.FillGap, Clip(s_one), Clip(s_stem)));
        Refuses("range", "5 seconds long", Request(ShotTask.Retake, Clip(s_one)) with { Range = new TimeRange(4, 6) });
        Refuses("range", "less than its 5 seconds", Request(ShotTask.Retake, Clip(s_one)) with { Range = new TimeRange(0, 5) });
        _clips[s_one] = _clips[s_one] with { Seconds = 100 };
        Refuses("conditioning[0].part", "up to 60 seconds", Request(ShotTask.Edit, Clip(s_one)));
        _clips[s_one] = _clips[s_one] with { Seconds = double.NaN };
        Refuses("conditioning[0].media_id", "up to 86400 seconds", Request(ShotTask.Edit, Clip(s_one)));
    }

    [Fact]
    public void Plan_SurvivesTheWayToTheWorker()
    {
        var plan = Plan(Request(ShotTask.Retake, Clip(s_one), Sound(StemKind.Music), new(ConditioningRole.Cast, s_two, Name: "Maya")) with
        {
            Prompt = "Maya walks",
            Range = new TimeRange(1, 3),
        });

        var json = JsonSerializer.Serialize(plan, JobJson.Options);
        var read = JsonSerializer.Deserialize<GenerationPlan>(json, JobJson.Options)!;

        Assert.Equal(json, JsonSerializer.Serialize(read, JobJson.Options));
        Assert.Equal((plan.Task, plan.FirstNewFrame, plan.EndNewFrame, plan.OutputFrames), (read.Task, read.FirstNewFrame, read.EndNewFrame, read.OutputFrames));
        Assert.Equal(plan.Clips[0].Stems, read.Clips[0].Stems);
        Assert.Equal(plan.Cast, read.Cast);
        Assert.Equal(("@1 walks", 50), (read.Scenes[0].Prompt, read.Scenes[0].Frames));
    }

    public void Dispose() => _pack.Dispose();

    private static Conditioning Clip(string id) => new(ConditioningRole.Clip, id);

    private static Conditioning Sound(StemKind stem) => new(ConditioningRole.Sound, s_stem, Stem: stem);

    private static GenerationRequest Request(ShotTask task, params Conditioning[] pieces) => new()
    {
        Task = task,
        Prompt = "a red ball",
        Seconds = 2,
        Sequence = new SequenceSettings { FrameRate = new FrameRate(25, 1), StartTimecode = "" },
        Conditioning = pieces,
    };

    private GenerationPlan Plan(GenerationRequest request) => _pack.Planner(Inspect).Plan(request, 0);

    private ClipFacts Inspect(string id) =>
        _clips.TryGetValue(id, out var facts) ? facts : throw new InvalidRequestException("media_id", "a Wave file", "a movie");

    private void Refuses(string field, string allowed, GenerationRequest request)
    {
        var error = Assert.Throws<InvalidRequestException>(() => Plan(request));

        Assert.Equal(field, error.Field);
        Assert.Contains(allowed, error.Allowed, StringComparison.Ordinal);
    }
}
