using System.Globalization;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Editors.Sequences;

/// <summary>Turns what any editor knows of a place in its sequence into a request. The only one of its kind: editors do not count frames.</summary>
public static class SequenceRequest
{
    private const int LeastSide = 16;
    private const int LongestSide = 8192;
    private const double ShortestSeconds = 0.5;
    private const double LongestSeconds = 60;

    /// <exception cref="InvalidRequestException">A fact that cannot be, a neighbour that is missing, or a place too short or too long.</exception>
    public static SequenceProposal Of(SequenceFacts facts, SequenceWish wish)
    {
        var start = StartOf(facts);
        var frames = FramesOf(facts, wish);
        var clips = ClipsOf(wish);
        var notes = new List<string>();
        var (width, height) = SizeOf(facts, notes);
        NoteColour(facts, notes);
        var (head, tail) = HandlesOf(wish, notes);
        var request = new GenerationRequest
        {
            Task = wish.Task,
            Prompt = wish.Prompt,
            Seconds = Seconds(frames, facts.FrameRate),
            Sequence = new SequenceSettings
            {
                FrameRate = facts.FrameRate,
                Width = width,
                Height = height,
                StartTimecode = TimecodeOf(facts.FrameRate, wish, start, frames),
                HeadHandle = head,
                TailHandle = tail,
            },
            Conditioning = [.. clips.Select(static clip => new Conditioning(
                ConditioningRole.Clip, clip.MediaId, Part: new TimeRange(Seconds(clip.InFrame, clip.FrameRate), Seconds(clip.OutFrame, clip.FrameRate))))],
        };
        return new SequenceProposal(request, [.. clips.Select(static clip => clip.Path)], notes);
    }

    private static Timecode StartOf(SequenceFacts facts) =>
        Timecode.TryParse(facts.StartTimecode, facts.FrameRate, out var start, out var problem)
            ? start
            : throw new InvalidRequestException("sequence.start_timecode", $"\"{facts.StartTimecode}\"", problem);

    private static int FramesOf(SequenceFacts facts, SequenceWish wish)
    {
        Require(wish.AtFrame is >= 0 and <= int.MaxValue, "at_frame", $"{wish.AtFrame}", "a frame of the sequence, from 0");
        Require(
            wish.EndFrame is not null || wish.Task != ShotTask.FillGap, "end_frame", "nothing", "the frame at which the gap ends");
        var rate = facts.FrameRate;
        var frames = wish.EndFrame is { } end ? end - wish.AtFrame : double.IsFinite(wish.Seconds) && wish.Seconds is > 0 and <= LongestSeconds ? rate.FramesIn(wish.Seconds) : 0;
        Require(
            frames >= ShortestSeconds * rate.FramesPerSecond && frames <= LongestSeconds * rate.FramesPerSecond, wish.EndFrame is null ? "seconds" : "end_frame",
            string.Create(CultureInfo.InvariantCulture, $"{frames} frames"),
            string.Create(CultureInfo.InvariantCulture, $"{ShortestSeconds} to {LongestSeconds} seconds: {Math.Ceiling(ShortestSeconds * rate.FramesPerSecond)} to {Math.Floor(LongestSeconds * rate.FramesPerSecond)} frames here"));
        return (int)frames;
    }

    private static NeighbourClip[] ClipsOf(SequenceWish wish)
    {
        NeighbourClip[] clips = wish.Task switch
        {
            ShotTask.Shot => [],
            ShotTask.ExtendTail => [Given("before", wish.Before)],
            ShotTask.ExtendHead => [Given("after", wish.After)],
            ShotTask.FillGap => [Given("before", wish.Before), Given("after", wish.After)],
            _ => throw new InvalidRequestException("task", wish.Task.Word(), "shot, extend_tail, extend_head or fill_gap"),
        };
        return clips;
    }

    private static NeighbourClip Given(string field, NeighbourClip? clip)
    {
        Require(clip is not null, field, "nothing", "the clip on that side, for it is what goes on");
        Require(
            clip!.InFrame >= 0 && clip.OutFrame > clip.InFrame, field, string.Create(CultureInfo.InvariantCulture, $"frames {clip.InFrame} to {clip.OutFrame}"),
            "an in point of 0 or more and an out point after it");
        return clip;
    }

    // An extension goes on with its neighbour's source timecode, so that a conform finds both in one count; a new shot is filed
    // by where it lies. What a neighbour of another rate counts is left to the plan, which knows its file.
    private static string TimecodeOf(FrameRate rate, SequenceWish wish, Timecode start, int frames) => wish.Task switch
    {
        ShotTask.ExtendTail or ShotTask.FillGap => Source(rate, wish.Before!, wish.Before!.OutFrame),
        ShotTask.ExtendHead => Source(rate, wish.After!, wish.After!.InFrame - frames),
        _ => start.Add(wish.AtFrame).ToString(),
    };

    private static string Source(FrameRate rate, NeighbourClip clip, long frame)
    {
        if (clip.SourceTimecode.Length == 0)
        {
            return "";
        }

        if (!Timecode.TryParse(clip.SourceTimecode, clip.FrameRate, out var source, out var problem))
        {
            throw new InvalidRequestException("source_timecode", $"\"{clip.SourceTimecode}\"", problem);
        }

        return clip.FrameRate == rate ? source.Add(frame).ToString() : "";
    }

    private static (int Width, int Height) SizeOf(SequenceFacts facts, List<string> notes)
    {
        var (aspectWidth, aspectHeight) = facts.PixelAspect;
        Require(aspectWidth > 0 && aspectHeight > 0, "pixel_aspect", $"{aspectWidth}/{aspectHeight}", "a positive ratio, 1/1 for square pixels");
        var width = Even((double)facts.Width * aspectWidth / aspectHeight);
        var height = Even(facts.Height);
        Require(
            width is >= LeastSide and <= LongestSide && height is >= LeastSide and <= LongestSide, "sequence.size",
            $"{facts.Width}x{facts.Height} of pixels {aspectWidth}/{aspectHeight}", $"{LeastSide} to {LongestSide} square pixels each way");
        if ((width, height) != (facts.Width, facts.Height))
        {
            notes.Add($"The sequence is {facts.Width}x{facts.Height}; the shot is {width}x{height} in square pixels, which the editor scales.");
        }

        return (width, height);
    }

    private static void NoteColour(SequenceFacts facts, List<string> notes)
    {
        if (facts.Colour is { IsRec709: false } colour)
        {
            notes.Add(
                $"The sequence's colour is {colour.Primaries}-{colour.Transfer}-{colour.Matrix}{(colour.FullRange ? ", full range" : "")}; the shot is tagged 1-1-1 (Rec. 709), narrow range, and the editor must convert it.");
        }

        if (facts.Interlaced)
        {
            notes.Add("The sequence is interlaced; the shot is progressive.");
        }
    }

    private static (int Head, int Tail) HandlesOf(SequenceWish wish, List<string> notes)
    {
        var (head, tail) = wish.Task switch
        {
            ShotTask.ExtendTail => (0, wish.Handles),
            ShotTask.ExtendHead => (wish.Handles, 0),
            ShotTask.FillGap => (0, 0),
            _ => (wish.Handles, wish.Handles),
        };
        Require(wish.Handles is >= 0 and <= HandlesCheck.Longest, "handles", $"{wish.Handles} frames", $"0 to {HandlesCheck.Longest} frames");
        if (wish.Handles > 0 && head + tail < 2 * wish.Handles)
        {
            notes.Add("Where the shot meets a clip it has no handle: that clip's own frames are there.");
        }

        return (head, tail);
    }

    private static int Even(double side) => (int)Math.Clamp(Math.Round(side / 2) * 2, 0, int.MaxValue / 2);

    // As near as a double comes; the frame count that is made of it again is the same.
    private static double Seconds(long frames, FrameRate rate) => (double)frames * rate.Denominator / rate.Numerator;

    private static void Require(bool holds, string field, string given, string allowed)
    {
        if (!holds)
        {
            throw new InvalidRequestException(field, given, allowed);
        }
    }
}
