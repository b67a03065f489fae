using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Editors.Sequences;
using Sora2.LocalServer.Requests;
using Xunit;

namespace Sora2.LocalServer.Tests.Editors.Sequences;

public sealed class SequenceRequestTests
{
    // Rate, start of the sequence, playhead, timecode there, frames in 2 s.
    public static TheoryData<string, string, long, string, int> Sequences => new()
    {
        { "23.976", "01:00:00:00", 0, "01:00:00:00", 48 },
        { "23.976", "10:00:00:00", 24 * 60, "10:01:00:00", 48 },
        { "25", "10:00:00:00", 1500, "10:01:00:00", 50 },
        { "29.97", "01:00:00;00", 1800, "01:01:00;02", 60 },
        { "29.97", "10:00:00;00", 17982, "10:10:00;00", 60 },
        { "29.97", "01:00:00:00", 1800, "01:01:00:00", 60 },
        { "59.94", "01:00:00;00", 3600, "01:01:00;04", 120 },
        { "59.94", "10:00:00:00", 3600, "10:01:00:00", 120 },
        { "24", "23:59:59:00", 24, "00:00:00:00", 48 },
    };

    [Theory]
    [MemberData(nameof(Sequences))]
    public void Of_Playhead_GivesTheSequencesTimecodeThere(string rate, string start, long playhead, string timecode, int frames)
    {
        var facts = Facts(rate, start);

        var proposal = SequenceRequest.Of(facts, new SequenceWish { Prompt = "a red ball", AtFrame = playhead, Seconds = 2 });
        var range = SequenceRequest.Of(facts, new SequenceWish { Prompt = "a red ball", AtFrame = playhead, EndFrame = playhead + frames });

        var sequence = proposal.Request.Sequence;
        Assert.Equal((facts.FrameRate, timecode, 1920, 1080), (sequence.FrameRate, sequence.StartTimecode, sequence.Width, sequence.Height));
        Assert.Equal([frames, frames], ((GenerationRequest[])[proposal.Request, range.Request]).Select(request => facts.FrameRate.FramesIn(request.Seconds)));
        Assert.Empty(proposal.Notes);
        Assert.Empty(proposal.Files);
        RequestValidator.Check(proposal.Request, Nothing());
    }

    // Rate, source timecode of the neighbour's file, the timecode after its frame 100.
    [Theory]
    [InlineData("23.976", "01:00:00:00", "01:00:04:04")]
    [InlineData("25", "10:00:00:00", "10:00:04:00")]
    [InlineData("29.97", "00:59:58;00", "01:00:01;10")]
    [InlineData("29.97", "01:00:57;00", "01:01:00;12")]
    [InlineData("59.94", "10:00:59;00", "10:01:00;44")]
    public void Of_ExtendTail_GoesOnWithTheNeighboursTimecode(string rate, string source, string timecode)
    {
        var clip = Clip(rate, source) with { InFrame = 20, OutFrame = 100 };

        var proposal = SequenceRequest.Of(
            Facts(rate, source), new SequenceWish { Task = ShotTask.ExtendTail, AtFrame = 80, Seconds = 1, Handles = 12, Before = clip });

        Assert.Equal((timecode, 0, 12), (proposal.Request.Sequence.StartTimecode, proposal.Request.Sequence.HeadHandle, proposal.Request.Sequence.TailHandle));
        Assert.Equal(["/footage/Größe 1.mov"], proposal.Files);
        var piece = Assert.Single(proposal.Request.Conditioning);
        Assert.Equal(
            (ConditioningRole.Clip, "id", 20, 100),
            (piece.Role, piece.MediaId, clip.FrameRate.FramesIn(piece.Part!.Start), clip.FrameRate.FramesIn(piece.Part.End)));
        Assert.Equal(["Where the shot meets a clip it has no handle: that clip's own frames are there."], proposal.Notes);
    }

    [Fact]
    public void Of_ExtendHead_EndsWhereTheNeighbourBegins()
    {
        var proposal = SequenceRequest.Of(
            Facts("25", "01:00:00:00"),
            new SequenceWish { Task = ShotTask.ExtendHead, AtFrame = 100, EndFrame = 150, Handles = 8, After = Clip("25", "10:00:00:00") with { InFrame = 75, OutFrame = 200 } });

        Assert.Equal(("10:00:01:00", 8, 0), (proposal.Request.Sequence.StartTimecode, proposal.Request.Sequence.HeadHandle, proposal.Request.Sequence.TailHandle));
    }

    [Fact]
    public void Of_FillGap_IsAsLongAsTheGap()
    {
        var proposal = SequenceRequest.Of(
            Facts("23.976", "01:00:00:00"),
            new SequenceWish
            {
                Task = ShotTask.FillGap, AtFrame = 1000, EndFrame = 1037, Before = Clip("23.976", "02:00:00:00"), After = Clip("23.976", "03:00:00:00") with { Path = "/b.mov" },
            });

        Assert.Equal(37, proposal.Request.Sequence.FrameRate.FramesIn(proposal.Request.Seconds));
        Assert.Equal(("02:00:04:04", 2), (proposal.Request.Sequence.StartTimecode, proposal.Request.Conditioning.Count));
        Assert.Equal(["/footage/Größe 1.mov", "/b.mov"], proposal.Files);
    }

    [Fact]
    public void Of_NeighbourWithoutTimecode_LeavesItToThePlan() => Assert.Equal(
        "", SequenceRequest.Of(Facts("25", "01:00:00:00"), new SequenceWish { Task = ShotTask.ExtendTail, Before = Clip("25", "") }).Request.Sequence.StartTimecode);

    // A clip of another rate counts frames that the sequence does not have: the plan reads the file and converts.
    [Fact]
    public void Of_NeighbourOfAnotherRate_LeavesItsTimecodeToThePlan()
    {
        var clip = Clip("50", "10:00:00:00") with { InFrame = 50, OutFrame = 150 };

        var request = SequenceRequest.Of(Facts("25", "01:00:00:00"), new SequenceWish { Task = ShotTask.ExtendTail, Before = clip }).Request;

        Assert.Equal("", request.Sequence.StartTimecode);
        Assert.Equal(new TimeRange(1, 3), request.Conditioning[0].Part);
    }

    [Theory]
    [InlineData(1440, 1080, 4, 3, 1920, 1080)]
    [InlineData(720, 576, 16, 15, 768, 576)]
    [InlineData(1919, 1081, 1, 1, 1920, 1080)]
    public void Of_OddPixels_BecomeSquareOnes(int width, int height, int aspectWidth, int aspectHeight, int shotWidth, int shotHeight)
    {
        var proposal = SequenceRequest.Of(
            Facts("25", "01:00:00:00") with { Width = width, Height = height, PixelAspect = (aspectWidth, aspectHeight) }, new SequenceWish());

        Assert.Equal((shotWidth, shotHeight), (proposal.Request.Sequence.Width, proposal.Request.Sequence.Height));
        Assert.Contains($"{shotWidth}x{shotHeight} in square pixels", Assert.Single(proposal.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_OtherColourAndFields_AreSaid()
    {
        var facts = Facts("25", "01:00:00:00") with { Colour = new ColourTags(9, 16, 9), Interlaced = true };

        Assert.Collection(
            SequenceRequest.Of(facts, new SequenceWish()).Notes,
            note => Assert.Contains("9-16-9", note, StringComparison.Ordinal),
            note => Assert.Contains("progressive", note, StringComparison.Ordinal));
        Assert.Empty(SequenceRequest.Of(facts with { Colour = new ColourTags(1, 2, 1), Interlaced = false }, new SequenceWish()).Notes);
    }

    public static TheoryData<string, Func<SequenceFacts, SequenceFacts>, Func<SequenceWish, SequenceWish>> Bad => new()
    {
        { "sequence.start_timecode", facts => facts with { StartTimecode = "01:00:00;00" }, wish => wish },
        { "sequence.start_timecode", facts => facts with { StartTimecode = "" }, wish => wish },
        { "sequence.size", facts => facts with { Width = 0 }, wish => wish },
        { "sequence.size", facts => facts with { Width = int.MaxValue }, wish => wish },
        { "pixel_aspect", facts => facts with { PixelAspect = (1, 0) }, wish => wish },
        { "at_frame", facts => facts, wish => wish with { AtFrame = -1 } },
        { "end_frame", facts => facts, wish => wish with { AtFrame = 100, EndFrame = 112 } },
        { "end_frame", facts => facts, wish => wish with { AtFrame = 100, EndFrame = 90 } },
        { "end_frame", facts => facts, wish => wish with { EndFrame = long.MaxValue } },
        { "end_frame", facts => facts, wish => wish with { Task = ShotTask.FillGap } },
        { "seconds", facts => facts, wish => wish with { Seconds = double.NaN } },
        { "seconds", facts => facts, wish => wish with { Seconds = 1e300 } },
        { "handles", facts => facts, wish => wish with { Handles = 241 } },
        { "before", facts => facts, wish => wish with { Task = ShotTask.ExtendTail } },
        { "before", facts => facts, wish => wish with { Task = ShotTask.ExtendTail, Before = Clip("25", "") with { InFrame = 5, OutFrame = 5 } } },
        { "after", facts => facts, wish => wish with { Task = ShotTask.FillGap, EndFrame = 50, Before = Clip("25", "") } },
        { "source_timecode", facts => facts, wish => wish with { Task = ShotTask.ExtendTail, Before = Clip("25", "01:00:00;00") } },
        { "task", facts => facts, wish => wish with { Task = ShotTask.Retake } },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Of_WhatCannotBe_IsNamed(string field, Func<SequenceFacts, SequenceFacts> facts, Func<SequenceWish, SequenceWish> wish) => Assert.Equal(
        field, Assert.Throws<InvalidRequestException>(() => SequenceRequest.Of(facts(Facts("25", "01:00:00:00")), wish(new SequenceWish()))).Field);

    private static SequenceFacts Facts(string rate, string start) => new() { FrameRate = Rate(rate), StartTimecode = start, Width = 1920, Height = 1080 };

    private static NeighbourClip Clip(string rate, string source) => new()
    {
        Path = "/footage/Größe 1.mov", MediaId = "id", FrameRate = Rate(rate), SourceTimecode = source, InFrame = 0, OutFrame = 100,
    };

    private static FrameRate Rate(string text) => FrameRate.TryParse(text, out var rate) ? rate : throw new ArgumentException(text);

    private static UploadStore Nothing() => new(Path.GetTempPath(), static _ => false);
}
