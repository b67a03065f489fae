using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Requests;
using Sora2.LocalServer.Tests.Jobs;
using Xunit;

namespace Sora2.LocalServer.Tests.Requests;

public sealed class RequestValidatorTests : IDisposable
{
    private static readonly string s_media = new('e', 64);

    private readonly string _folder = Directory.CreateTempSubdirectory("sora2-uploads-").FullName;

    public RequestValidatorTests() => File.WriteAllBytes(Path.Combine(_folder, s_media), [1]);

    private static string Media => s_media;

    public static TheoryData<string, Func<GenerationRequest, GenerationRequest>> Bad => new()
    {
        { "prompt", request => request with { Prompt = "" } },
        { "prompt", request => request with { Prompt = " \n " } },
        { "prompt", request => request with { Prompt = new string('a', 40_000) } },
        { "prompt", request => request with { Prompt = "bell \a" } },
        { "prompt", request => request with { Prompt = "half a pair \ud83d" } },
        { "negative_prompt", request => request with { NegativePrompt = new string('a', 4001) } },
        { "task", request => request with { Task = (ShotTask)77 } },
        { "seconds", request => request with { Seconds = 0 } },
        { "seconds", request => request with { Seconds = 1000 } },
        { "seconds", request => request with { Seconds = double.NaN } },
        { "seed", request => request with { Seed = -1 } },
        { "seed", request => request with { Seed = long.MaxValue } },
        { "variants", request => request with { Variants = 0 } },
        { "variants", request => request with { Variants = 17 } },
        { "step_count", request => request with { StepCount = 201 } },
        { "guidance_scale", request => request with { GuidanceScale = 0.5 } },
        { "guidance_scale", request => request with { GuidanceScale = double.NaN } },
        { "memory_bytes", request => request with { MemoryBytes = -1 } },
        { "memory_bytes", request => request with { MemoryBytes = 1 << 20 } },
        { "memory_bytes", request => request with { MemoryBytes = long.MaxValue } },
        { "codec", request => request with { Codec = (PictureCodec)9 } },
        { "pack_hash", request => request with { PackHash = "../../etc/passwd" } },
        { "sequence.frame_rate", request => request with { Sequence = request.Sequence with { FrameRate = default } } },
        { "sequence.frame_rate", request => request with { Sequence = request.Sequence with { FrameRate = new FrameRate(1000, 1) } } },
        { "sequence.size", request => request with { Sequence = request.Sequence with { Width = 17, Height = 0 } } },
        { "sequence.size", request => request with { Sequence = request.Sequence with { Width = 8194 } } },
        { "sequence.start_timecode", request => request with { Sequence = request.Sequence with { StartTimecode = "01:00:00;00" } } },
        { "sequence.start_timecode", request => request with { Sequence = request.Sequence with { StartTimecode = "25:00:00:00" } } },
        { "sequence.head_handle", request => request with { Sequence = request.Sequence with { HeadHandle = -1 } } },
        { "sequence.tail_handle", request => request with { Sequence = request.Sequence with { TailHandle = 241 } } },
        { "sequence.head_handle", request => request with { Sequence = request.Sequence with { HeadHandle = 8 }, Conditioning = [new(ConditioningRole.Frame, Media)] } },
        { "sequence.head_handle", request => Clips(request, ShotTask.ExtendTail, 1) with { Sequence = request.Sequence with { HeadHandle = 8 } } },
        { "sequence.tail_handle", request => Clips(request, ShotTask.FillGap, 2) with { Sequence = request.Sequence with { TailHandle = 8 } } },
        { "stems", request => request with { Stems = [StemKind.Effects, StemKind.Effects] } },
        { "stems", request => request with { Stems = [(StemKind)8] } },
        { "project", request => request with { Project = "日本" } },
        { "project", request => request with { Project = "con" } },
        { "shot", request => request with { Shot = "../.." } },
        { "conditioning[0].media_id", request => request with { Conditioning = [new(ConditioningRole.Frame, "../../etc/passwd")] } },
        { "conditioning[0].media_id", request => request with { Conditioning = [new(ConditioningRole.Frame, new string('a', 64))] } },
        { "parent", request => request with { Parent = "../.." } },
        { "range", request => request with { Range = new TimeRange(0, 1) } },
        { "range", request => Clips(request, ShotTask.Retake, 1) },
        { "range", request => Clips(request, ShotTask.Retake, 1) with { Range = new TimeRange(2, 1) } },
        { "range", request => Clips(request, ShotTask.Retake, 1) with { Range = new TimeRange(0, double.NaN) } },
        { "prompt", request => Clips(request, ShotTask.Edit, 1) with { Prompt = "" } },
        { "scenes", request => Clips(request, ShotTask.ExtendTail, 1) with { Scenes = [new Scene("a", 4)] } },
        { "scenes", request => request with { Scenes = [.. Enumerable.Repeat(new Scene("a", 1), 31)] } },
        { "scenes", request => request with { Scenes = [new Scene("a", 31), new Scene("b", 31)] } },
        { "scenes[1].prompt", request => request with { Scenes = [new Scene("a", 1), new Scene(" ", 1)] } },
        { "scenes[1].seconds", request => request with { Scenes = [new Scene("a", 1), new Scene("b", 0.1)] } },
        { "seconds", request => request with { Seconds = 5, Scenes = [new Scene("a", 1), new Scene("b", 1)] } },
        { "conditioning", request => Clips(request, ShotTask.ExtendTail, 0) },
        { "conditioning", request => Clips(request, ShotTask.ExtendHead, 2) },
        { "conditioning", request => Clips(request, ShotTask.FillGap, 1) },
        { "conditioning[0].role", request => Clips(request, ShotTask.Shot, 1) },
        { "conditioning[0].role", request => request with { Conditioning = [new((ConditioningRole)9, Media)] } },
        { "conditioning[1].role", request => With(Clips(request, ShotTask.Edit, 1), new Conditioning(ConditioningRole.Frame, Media)) },
        { "conditioning[1].stem", request => With(Clips(request, ShotTask.Edit, 1), new Conditioning(ConditioningRole.Sound, Media)) },
        { "conditioning[2].stem", request => With(Clips(request, ShotTask.Edit, 1), Sound(StemKind.Music), Sound(StemKind.Music)) },
        { "conditioning[0].role", request => With(request with { Task = ShotTask.Edit }, Sound(StemKind.Music), new(ConditioningRole.Clip, Media)) },
        { "conditioning[0].part", request => request with { Conditioning = [new(ConditioningRole.Frame, Media, Part: new TimeRange(0, 1))] } },
        { "conditioning[0].part", request => With(request with { Task = ShotTask.Edit }, new Conditioning(ConditioningRole.Clip, Media, Part: new TimeRange(-1, 1))) },
        {
            "conditioning[0].part",
            request => With(request with { Task = ShotTask.Retake, Range = new TimeRange(0, 1) }, new Conditioning(ConditioningRole.Clip, Media, Part: new TimeRange(0, 1)))
        },
        { "conditioning[0].name", request => request with { Conditioning = [Cast("")] } },
        { "conditioning[0].name", request => request with { Conditioning = [Cast("@1")] } },
        { "conditioning[1].name", request => request with { Conditioning = [Cast("Maya"), Cast("MAYA")] } },
        { "conditioning[0].name", request => request with { Conditioning = [new(ConditioningRole.Frame, Media, Name: "maya")] } },
        { "conditioning[0].at_seconds", request => request with { Conditioning = [Cast("Maya") with { AtSeconds = 1 }] } },
        { "conditioning[0].last_frame", request => request with { Conditioning = [Cast("Maya") with { LastFrame = true }] } },
        { "conditioning", request => request with { Conditioning = [.. Enumerable.Repeat(new Conditioning(ConditioningRole.Frame, ""), 17)] } },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Check_BadField_IsNamed(string field, Func<GenerationRequest, GenerationRequest> spoil)
    {
        var error = Assert.Throws<InvalidRequestException>(() => RequestValidator.Check(spoil(JobWorld.Request()), new UploadStore(_folder, _ => true)));

        Assert.Equal(field, error.Field);
        Assert.NotEmpty(error.Allowed);
        Assert.True(error.Message.Length < 400, error.Message);
    }

    [Fact]
    public void Check_GoodRequest_Passes() => RequestValidator.Check(
        JobWorld.Request("Une balle rouge 🎈 \"bonjour\"") with
        {
            Project = "Œuvre à l'été",
            Sequence = new SequenceSettings { FrameRate = new FrameRate(30000, 1001), StartTimecode = "10:00:00;02" },
        },
        new UploadStore(_folder, _ => true));

    [Theory]
    [InlineData(ShotTask.ExtendTail, 1)]
    [InlineData(ShotTask.ExtendHead, 1)]
    [InlineData(ShotTask.FillGap, 2)]
    public void Check_ClipThatGoesOn_NeedsNoWords(ShotTask task, int clips) => RequestValidator.Check(
        Clips(JobWorld.Request(), task, clips) with { Prompt = "", Sequence = JobWorld.Request().Sequence with { StartTimecode = "" } },
        new UploadStore(_folder, _ => true));

    [Theory]
    [InlineData(ShotTask.Edit)]
    [InlineData(ShotTask.Retake)]
    public void Check_ClipThatSaysHowLong_NeedsNoLength(ShotTask task) => RequestValidator.Check(
        With(Clips(JobWorld.Request(), task, 1), Sound(StemKind.Music), Sound(StemKind.Effects), Cast("Zoé2")) with
        {
            Seconds = 0,
            Range = task == ShotTask.Retake ? new TimeRange(1, 1.5) : null,
        },
        new UploadStore(_folder, _ => true));

    [Fact]
    public void Check_Scenes_NeedNoOtherWords() => RequestValidator.Check(
        JobWorld.Request() with { Prompt = "", Seconds = 0.3 * 10, Scenes = [new Scene("a", 1.1), new Scene("b", 1.9)] }, new UploadStore(_folder, _ => true));

    [Fact]
    public void Check_LostMedia_SaysWhatToSendAgain()
    {
        var request = JobWorld.Request() with { Conditioning = [new Conditioning(ConditioningRole.Frame, new string('a', 64))] };

        var error = Assert.Throws<InvalidRequestException>(() => RequestValidator.Check(request, new UploadStore(_folder, _ => true)));

        Assert.Contains("send the file of this frame again", error.Allowed, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static GenerationRequest Clips(GenerationRequest request, ShotTask task, int count) => request with
    {
        Task = task,
        Conditioning = [.. Enumerable.Repeat(new Conditioning(ConditioningRole.Clip, Media), count)],
    };

    private static GenerationRequest With(GenerationRequest request, params Conditioning[] more) =>
        request with { Conditioning = [.. request.Conditioning, .. more] };

    private static Conditioning Sound(StemKind stem) => new(ConditioningRole.Sound, Media, Stem: stem);

    private static Conditioning Cast(string name) => new(ConditioningRole.Cast, Media, Name: name);
}
