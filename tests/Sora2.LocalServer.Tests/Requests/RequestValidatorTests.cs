using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Requests;
using Sora2.LocalServer.Tests.Jobs;
using Xunit;

namespace Sora2.LocalServer.Tests.Requests;

public sealed class RequestValidatorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sora2-uploads-").FullName;

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
        { "codec", request => request with { Codec = (PictureCodec)9 } },
        { "pack_hash", request => request with { PackHash = "../../etc/passwd" } },
        { "sequence.frame_rate", request => request with { Sequence = request.Sequence with { FrameRate = default } } },
        { "sequence.frame_rate", request => request with { Sequence = request.Sequence with { FrameRate = new FrameRate(1000, 1) } } },
        { "sequence.size", request => request with { Sequence = request.Sequence with { Width = 17, Height = 0 } } },
        { "sequence.size", request => request with { Sequence = request.Sequence with { Width = 8194 } } },
        { "sequence.start_timecode", request => request with { Sequence = request.Sequence with { StartTimecode = "01:00:00;00" } } },
        { "sequence.start_timecode", request => request with { Sequence = request.Sequence with { StartTimecode = "25:00:00:00" } } },
        { "stems", request => request with { Stems = [StemKind.Effects, StemKind.Effects] } },
        { "stems", request => request with { Stems = [(StemKind)8] } },
        { "project", request => request with { Project = "日本" } },
        { "project", request => request with { Project = "con" } },
        { "shot", request => request with { Shot = "../.." } },
        { "conditioning[0].media_id", request => request with { Conditioning = [new(ConditioningRole.Frame, "../../etc/passwd")] } },
        { "conditioning[0].media_id", request => request with { Conditioning = [new(ConditioningRole.Frame, new string('a', 64))] } },
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

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
