using System.Globalization;
using System.Text.Json;
using Sora2.LocalServer.Media.Footage;

namespace Sora2.LocalServer.Media.Ffmpeg.Footage;

/// <summary>
/// Finds the frames of a stretch of a clip by decoding them: headers estimate a length, and only a decoder knows which frame is
/// the last.
/// </summary>
internal sealed class ClipTimes(FfmpegTools tools)
{
    // Frames come out of order by a few; so far past the end is looked for those that belong before it.
    private const double Behind = 1;

    // Longer than the usual distance of key frames: where a seek lands too late, the whole way is decoded.
    private const double Before = 3;

    /// <summary>Frames from <paramref name="from"/> on, both in the container's own time, to <paramref name="to"/> or the clip's end.</summary>
    /// <exception cref="FfmpegException">No frame came out.</exception>
    public async Task<ClipTimeline> ReadAsync(string path, ClipProbe clip, double from, double? to, CancellationToken cancellationToken)
    {
        var timeline = from - Before <= clip.Origin
            ? null
            : await TryReadAsync(path, clip, from - Before, to, cancellationToken);
        if (timeline is null || timeline.Starts[0] > from)
        {
            timeline = await TryReadAsync(path, clip, null, to, cancellationToken);
        }

        return timeline ?? throw new FfmpegException("decode the clip", "no frame came out");
    }

    private async Task<ClipTimeline?> TryReadAsync(string path, ClipProbe clip, double? seek, double? to, CancellationToken cancellationToken)
    {
        var interval = string.Create(CultureInfo.InvariantCulture, $"{seek:0.######}%{(to is { } end ? end + Behind : null):0.######}");
        var answer = await tools.ProbeAsync(
            "find the clip's frames",
            [
                "-threads", "0", "-select_streams", clip.Stream.ToString(CultureInfo.InvariantCulture), "-read_intervals", interval, "-show_frames",
                "-show_entries", "frame=best_effort_timestamp_time,pkt_duration_time,duration_time,interlaced_frame:side_data=", "-of", "json",
                .. ClipReport.Input(path, clip.Container),
            ],
            cancellationToken);
        using var json = JsonDocument.Parse(answer);
        var starts = new List<double>();
        var (next, interlaced) = (clip.Origin, false);
        foreach (var frame in json.RootElement.GetProperty("frames").EnumerateArray())
        {
            // The last frame of an MPEG stream often has no time: it follows the one before.
            var start = Seconds(frame, "best_effort_timestamp_time") ?? next;
            var length = Seconds(frame, "pkt_duration_time") ?? Seconds(frame, "duration_time") ?? 0;
            starts.Add(start);
            next = start + (length > 0 ? length : 1 / clip.FrameRate.FramesPerSecond);
            interlaced |= frame.TryGetProperty("interlaced_frame", out var flag) && flag.ToString() == "1";
        }

        return starts.Count == 0 ? null : new ClipTimeline(seek, starts, next, interlaced);
    }

    private static double? Seconds(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && double.TryParse(value.GetString(), CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds)
            ? seconds
            : null;
}
