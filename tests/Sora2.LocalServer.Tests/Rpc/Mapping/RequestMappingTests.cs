using System.Text.Json;
using Sora2.Contracts.V1;
using Sora2.LocalServer.Rpc;
using Sora2.LocalServer.Rpc.Mapping;
using Xunit;
using Domain = Sora2.LocalServer;

namespace Sora2.LocalServer.Tests.Rpc.Mapping;

public sealed class RequestMappingTests
{
    // A SubmitRequest with every field of the first contract, encoded by hand from the field numbers in
    // proto/sora2/v1 as they were first published. It must be read for ever.
    private const string Published = "0a056b65792d31128b0108011206612062616c6c1a047261696e2100000000000004402a200a0708c0bb0110e90710800a18d005220b31303a30303a30303a30302802300130073803420a736f7261322d6d696e694814510000000000000c405a1608011202616219000000000000f83f20012a036d6961620202037001780382010446494c4d8a01065348303031309a01026666";

    [Fact]
    public void Published_MessageIsStillRead()
    {
        var submit = SubmitRequest.Parser.ParseFrom(Convert.FromHexString(Published));

        var request = submit.Request.ToRequest();

        Assert.Equal("key-1", submit.ClientKey);
        Assert.Equal("a ball", request.Prompt);
        Assert.Equal("rain", request.NegativePrompt);
        Assert.Equal(2.5, request.Seconds);
        Assert.Equal(new Domain.Clips.FrameRate(24000, 1001), request.Sequence.FrameRate);
        Assert.Equal((1280, 720, "10:00:00:00"), (request.Sequence.Width, request.Sequence.Height, request.Sequence.StartTimecode));
        Assert.Equal(Domain.Requests.FitPolicy.Fit, request.Sequence.Fit);
        Assert.Equal((7L, 3, "sora2-mini", 20, 3.5), (request.Seed, request.Variants, request.Pack, request.StepCount, request.GuidanceScale));
        Assert.Equal(new Domain.Requests.Conditioning(Domain.Requests.ConditioningRole.Frame, "ab", 1.5, true, "mia"), Assert.Single(request.Conditioning));
        Assert.Equal([Domain.Clips.StemKind.Effects, Domain.Clips.StemKind.Ambience], request.Stems);
        Assert.True(request.Draft);
        Assert.Equal(Domain.Requests.PictureCodec.H264, request.Codec);
        Assert.Equal(("FILM", "SH0010", "ff"), (request.Project, request.Shot, request.PackHash));
    }

    [Fact]
    public void ToMessage_ComesBackAsTheSameRequest()
    {
        var request = SubmitRequest.Parser.ParseFrom(Convert.FromHexString(Published)).Request.ToRequest();

        var again = request.ToMessage().ToRequest();

        Assert.Equal(JsonSerializer.Serialize(request), JsonSerializer.Serialize(again));
    }

    [Theory]
    [InlineData(ShotTask.Retake)]
    [InlineData(ShotTask.ExtendTail)]
    public void ToMessage_OfATaskOnClips_ComesBackAsTheSameRequest(ShotTask task)
    {
        var request = new GenerationRequest
        {
            Task = task,
            Range = new TimeRange { Start = 1, End = 2 },
            Parent = "FILM_SH0010_v001",
            MemoryBytes = 4L << 30,
            Upscale = true,
            Sequence = new SequenceSettings { FrameRate = new FrameRate { Numerator = 25, Denominator = 1 }, HeadHandle = 8, TailHandle = 12 },
            Conditioning =
            {
                new Conditioning { Role = ConditioningRole.Clip, MediaId = "a", Part = new TimeRange { Start = 0.5, End = 3 } },
                new Conditioning { Role = ConditioningRole.Sound, MediaId = "b", Stem = StemKind.Music },
            },
        }.ToRequest();

        var again = request.ToMessage().ToRequest();

        Assert.Equal(JsonSerializer.Serialize(request), JsonSerializer.Serialize(again));
        Assert.Equal(("", 8, 12, "FILM_SH0010_v001"), (again.Sequence.StartTimecode, again.Sequence.HeadHandle, again.Sequence.TailHandle, again.Parent));
        Assert.Equal(4L << 30, again.MemoryBytes);
        Assert.Equal(new Domain.Requests.TimeRange(0.5, 3), again.Conditioning[0].Part);
        Assert.Equal(Domain.Clips.StemKind.Music, again.Conditioning[1].Stem);
        Assert.True(again.Upscale);
    }

    [Fact]
    public void ToRequest_ScenesSayTheLength()
    {
        var message = new GenerationRequest
        {
            Scenes = { new Scene { Prompt = "a ball", Seconds = 1.5 }, new Scene { Prompt = "a cube", Seconds = 2 } },
            Sequence = new SequenceSettings { FrameRate = new FrameRate { Numerator = 25, Denominator = 1 } },
        };

        var request = message.ToRequest();

        Assert.Equal(3.5, request.Seconds);
        Assert.Equal([new("a ball", 1.5), new Domain.Requests.Scene("a cube", 2)], request.ToMessage().ToRequest().Scenes);
    }

    [Theory]
    [InlineData(ShotTask.Edit)]
    [InlineData(ShotTask.Retake)]
    public void ToRequest_LengthThatTheClipSays_IsRefused(ShotTask task)
    {
        var message = new GenerationRequest { Task = task, Seconds = 3 };

        Assert.Equal("seconds", Assert.Throws<Domain.Requests.InvalidRequestException>(() => message.ToRequest()).Field);
    }

    [Fact]
    public void ToRequest_FillsWhatIsLeftOut()
    {
        var message = new GenerationRequest
        {
            Prompt = "a ball",
            Sequence = new SequenceSettings { FrameRate = new FrameRate { Numerator = 25, Denominator = 1 } },
        };

        var request = message.ToRequest();

        Assert.Equal((4d, 1, "SORA2", ""), (request.Seconds, request.Variants, request.Project, request.Shot));
        Assert.Equal((1920, 1080, "01:00:00:00"), (request.Sequence.Width, request.Sequence.Height, request.Sequence.StartTimecode));
        Assert.Equal(4, request.Stems.Count);
        Assert.Equal(Domain.Requests.PictureCodec.ProRes422Hq, request.Codec);
    }

    [Fact]
    public void ToRequest_SilentHasNoStems()
    {
        var message = new GenerationRequest
        {
            Silent = true,
            Sequence = new SequenceSettings { FrameRate = new FrameRate { Numerator = 25, Denominator = 1 } },
        };

        Assert.Empty(message.ToRequest().Stems);
    }
}
