using System.Globalization;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Planning.Footage;

/// <summary>Lays a request's clips before, after or under the part that is made new.</summary>
internal sealed class FootagePlanner(ClipInspector? inspect)
{
    private const string DefaultTimecode = "01:00:00:00";

    // A retake delivers the whole clip, which is decoded and encoded again.
    private const double LongestRetake = 120;
    private const double LongestClip = 24 * 3600;
    private const double ShortestSeconds = 0.5;

    /// <exception cref="InvalidRequestException">A clip cannot be read, or a part lies outside it.</exception>
    public FootagePlan Plan(GenerationRequest request)
    {
        var rate = request.Sequence.FrameRate;
        if (request.Task == ShotTask.Shot)
        {
            var frames = rate.FramesIn(request.Seconds) + Handles(request);
            return WithHead(request, new FootagePlan(frames) { OutputFrames = frames, StartTimecode = Given(request) ?? DefaultTimecode });
        }

        var clips = Clips(request);
        var plan = request.Task switch
        {
            ShotTask.ExtendTail => New(request, clips, tail => ClipTimecode.At(tail[0].Facts, tail[0].End, rate), ClipUse.Before),
            ShotTask.ExtendHead => New(
                request, clips, head => ClipTimecode.At(head[0].Facts, head[0].Start, rate)?.Add(-rate.FramesIn(request.Seconds)), ClipUse.After),
            ShotTask.FillGap => New(request, clips, pair => ClipTimecode.At(pair[0].Facts, pair[0].End, rate), ClipUse.Before, ClipUse.After),
            ShotTask.Edit => Edit(request, clips[0]),
            ShotTask.Retake => Retake(request, clips[0]),
            _ => throw new ArgumentOutOfRangeException(nameof(request), request.Task, null),
        };
        return WithHead(request, plan) with { Notes = [.. clips.SelectMany(clip => NotesOn(clip, request)).Distinct()] };
    }

    // Up to here the timecode is the cut's; the movie begins with its handle, on the day before where the cut is at midnight.
    private static FootagePlan WithHead(GenerationRequest request, FootagePlan plan) => request.Sequence.HeadHandle == 0
        ? plan
        : plan with
        {
            StartTimecode = Timecode.Parse(plan.StartTimecode, request.Sequence.FrameRate).Add(-request.Sequence.HeadHandle).ToString(),
        };

    private static int Handles(GenerationRequest request) => request.Sequence.HeadHandle + request.Sequence.TailHandle;

    private static IEnumerable<string> NotesOn(Clip clip, GenerationRequest request)
    {
        var rate = request.Sequence.FrameRate;
        var facts = clip.Facts;
        foreach (var note in facts.Notes)
        {
            yield return note;
        }

        if (facts.FrameRate != rate)
        {
            yield return $"The clip has {facts.FrameRate} frames a second; they are taken by time at {rate}.";
        }

        if (request.Task == ShotTask.Retake && request.Stems.Count > 0 && facts.HasSound && clip.Stems.Count == 0)
        {
            yield return "The clip's sound is not parted into stems; the delivered stems are silent outside of the new part.";
        }
    }

    private static FootagePlan New(GenerationRequest request, List<Clip> clips, Func<List<Clip>, Timecode?> start, params ReadOnlySpan<ClipUse> uses)
    {
        var frames = request.Sequence.FrameRate.FramesIn(request.Seconds) + Handles(request);
        var planned = new List<PlannedClip>();
        for (var index = 0; index < uses.Length; index++)
        {
            planned.Add(clips[index].As(uses[index]));
        }

        return new FootagePlan(frames)
        {
            Clips = planned,
            OutputFrames = frames,
            StartTimecode = Given(request) ?? start(clips)?.ToString() ?? DefaultTimecode,
        };
    }

    private static FootagePlan Edit(GenerationRequest request, Clip clip)
    {
        var rate = request.Sequence.FrameRate;
        Require(
            clip.End - clip.Start >= ShortestSeconds, clip.Field + (clip.HasPart ? ".part" : ".media_id"), Seconds(clip.End - clip.Start),
            $"{ShortestSeconds} seconds or more to edit");
        var (head, tail) = (SecondsOf(request.Sequence.HeadHandle, rate), SecondsOf(request.Sequence.TailHandle, rate));
        var slack = SecondsOf(1, rate) / 2;
        Require(
            head <= clip.Start + slack && clip.End + tail <= clip.Facts.Seconds + slack, "sequence.handles",
            $"{request.Sequence.HeadHandle} and {request.Sequence.TailHandle} frames", $"what the clip has around the part that is edited: handles are edited with it");
        var frames = rate.FramesIn(clip.End - clip.Start) + Handles(request);
        var source = clip.As(ClipUse.Source);
        return new FootagePlan(frames)
        {
            Clips = [source with { Start = Math.Max(0, clip.Start - head), End = Math.Min(clip.Facts.Seconds, clip.End + tail) }],
            OutputFrames = frames,
            StartTimecode = Given(request) ?? ClipTimecode.At(clip.Facts, clip.Start, rate)?.ToString() ?? DefaultTimecode,
            LengthField = $"{clip.Field}.part",
        };
    }

    private static FootagePlan Retake(GenerationRequest request, Clip clip)
    {
        var (rate, range) = (request.Sequence.FrameRate, request.Range!);
        var all = rate.FramesIn(clip.End);
        var (first, end) = (rate.FramesIn(range.Start), rate.FramesIn(range.End));
        Require(
            clip.Facts.KeepsItsFrames, $"{clip.Field}.media_id", "a clip that is interlaced, turned, anamorphic, HDR, transparent or of a variable rate",
            $"one whose frames can be kept: progressive, upright, of square pixels, opaque, Rec. 709, of one rate");
        Require(clip.Facts.FrameRate == rate, "sequence.frame_rate", rate.ToString(), $"the clip's own, {clip.Facts.FrameRate}: a retake keeps its frames");
        Require(clip.End <= LongestRetake, $"{clip.Field}.media_id", $"a clip of {Seconds(clip.End)}", $"at most {LongestRetake} seconds: a retake delivers all of it");
        Require(end <= all && first < end, "range", ConditioningCheck.Describe(range), $"a part of the clip, which is {Seconds(clip.End)} long");
        Require(first > 0 || end < all, "range", "all of the clip", $"less than its {Seconds(clip.End)}; to change all of it, edit it or make a new shot");

        // On frames, so that what is kept and what is new meet without a gap.
        var clips = new List<PlannedClip>();
        if (first > 0)
        {
            clips.Add(clip.As(ClipUse.Before) with { End = SecondsOf(first, rate) });
        }

        if (end < all)
        {
            clips.Add(clip.As(ClipUse.After) with { Start = SecondsOf(end, rate) });
        }

        return new FootagePlan(end - first)
        {
            Clips = clips,
            FirstNewFrame = first,
            OutputFrames = all,
            StartTimecode = Given(request) ?? ClipTimecode.At(clip.Facts, 0, rate)?.ToString() ?? DefaultTimecode,
            LengthField = "range",
        };
    }

    private List<Clip> Clips(GenerationRequest request)
    {
        var clips = new List<Clip>();
        for (var index = 0; index < request.Conditioning.Count; index++)
        {
            var piece = request.Conditioning[index];
            if (piece.Role == ConditioningRole.Clip)
            {
                clips.Add(Look(piece, string.Create(CultureInfo.InvariantCulture, $"conditioning[{index}]"), request.Sequence.FrameRate));
            }
            else if (piece is { Role: ConditioningRole.Sound, Stem: { } stem })
            {
                clips[^1].Stems.Add(new PlannedStem(stem, piece.MediaId));
            }
        }

        return clips;
    }

    private Clip Look(Conditioning piece, string field, FrameRate rate)
    {
        ClipFacts facts;
        try
        {
            facts = inspect is null ? throw new InvalidRequestException("media_id", "a clip", "none: this server reads no clips") : inspect(piece.MediaId);
        }
        catch (InvalidRequestException error)
        {
            throw new InvalidRequestException($"{field}.media_id", error.Given, error.Allowed);
        }

        Require(facts.Seconds is > 0 and <= LongestClip, $"{field}.media_id", $"a clip of {Seconds(facts.Seconds)}", $"up to {LongestClip} seconds");

        // Editors cut on frames, and a frame's end may be written a little too late.
        var (start, end) = piece.Part is { } part ? (part.Start, part.End) : (0, facts.Seconds);
        var slack = 0.5 / rate.FramesPerSecond;
        Require(end <= facts.Seconds + slack, $"{field}.part", ConditioningCheck.Describe(piece.Part), $"0 to {facts.Seconds:0.###}: the clip is that long");
        end = Math.Min(end, facts.Seconds);
        Require(rate.FramesIn(end - start) >= 1, piece.Part is null ? $"{field}.media_id" : $"{field}.part", Seconds(end - start), $"one frame at {rate} or more");
        return new Clip(piece.MediaId, field, piece.Part is not null, start, end, facts);
    }

    private static string? Given(GenerationRequest request) => request.Sequence.StartTimecode.Length > 0 ? request.Sequence.StartTimecode : null;

    private static double SecondsOf(int frames, FrameRate rate) => (double)frames * rate.Denominator / rate.Numerator;

    private static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.###} seconds");

    private static void Require(bool holds, string field, string given, FormattableString allowed)
    {
        if (!holds)
        {
            throw new InvalidRequestException(field, given, allowed.ToString(CultureInfo.InvariantCulture));
        }
    }

    // A clip of the request that was looked at; its stems follow it in the list.
    private sealed record Clip(string MediaId, string Field, bool HasPart, double Start, double End, ClipFacts Facts)
    {
        public List<PlannedStem> Stems { get; } = [];

        public PlannedClip As(ClipUse use) => new(MediaId, use, Start, End) { Stems = Stems.Count == 0 ? [] : [.. Stems] };
    }
}
