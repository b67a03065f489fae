using System.Globalization;
using System.Text.Json;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Media.Footage;

namespace Sora2.LocalServer.Media.Ffmpeg.Footage;

/// <summary>Asks ffprobe what a clip from outside is: its headers, the first frame, the times of the first packets.</summary>
internal sealed class ClipReport(FfmpegTools tools)
{
    private const int PacketsTimed = 100;

    /// <exception cref="InvalidMediaException">There is no moving picture in it.</exception>
    /// <exception cref="FfmpegException">It cannot be read.</exception>
    public async Task<ClipProbe> ReadAsync(string path, string container, CancellationToken cancellationToken)
    {
        var input = Input(path, container);
        using var headers = await AskAsync(["-show_format", "-show_streams"], input, cancellationToken);
        var streams = headers.RootElement.GetProperty("streams").EnumerateArray().ToList();
        var format = headers.RootElement.GetProperty("format");
        var picture = streams.FirstOrDefault(static stream => Text(stream, "codec_type") == "video" && !IsAttached(stream));
        if (picture.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidMediaException("without a moving picture", ClipContainer.Allowed);
        }

        var index = (int)Number(picture, "index");
        string[] select = ["-select_streams", index.ToString(CultureInfo.InvariantCulture), "-read_intervals"];
        using var first = await AskAsync([.. select, "%+#1", "-show_frames"], input, cancellationToken);
        var frame = first.RootElement.GetProperty("frames").EnumerateArray().FirstOrDefault();
        if (frame.ValueKind != JsonValueKind.Object)
        {
            throw new FfmpegException("decode the first frame", "no frame came out");
        }

        using var packets = await AskAsync(
            [.. select, $"%+#{PacketsTimed}", "-show_packets", "-show_entries", "packet=pts_time"], input, cancellationToken);
        var times = packets.RootElement.GetProperty("packets").EnumerateArray().Select(static packet => Seconds(packet, "pts_time"))
            .OfType<double>().Order().ToList();
        var (rate, variable) = RateOf(picture, times);
        var duration = Seconds(picture, "duration") ?? Seconds(format, "duration") ?? 0;
        var order = Text(picture, "field_order");
        var interlaced = Number(frame, "interlaced_frame") == 1;
        var pixels = Text(frame, "pix_fmt") ?? "";
        return new ClipProbe
        {
            Container = container,
            Codec = Text(picture, "codec_name") ?? "unknown",
            PixelFormat = pixels,
            FrameRate = rate,
            VariableFrameRate = variable,
            Frames = Number(picture, "nb_frames") is > 0 and var count ? count : Math.Max(1, (long)Math.Round(duration * rate.FramesPerSecond)),
            DurationSeconds = duration,
            Width = (int)Number(frame, "width"),
            Height = (int)Number(frame, "height"),
            PixelAspect = AspectOf(Text(frame, "sample_aspect_ratio") is { } aspect && aspect != "N/A" ? aspect : Text(picture, "sample_aspect_ratio")),
            Orientation = OrientationOf(picture),
            Interlaced = interlaced || order is "tt" or "bb" or "tb" or "bt",
            TopFieldFirst = interlaced ? Number(frame, "top_field_first") == 1 : order is "tt" or "bt",
            Colour = new ClipColour(
                Known(frame, picture, "color_primaries"),
                Known(frame, picture, "color_transfer"),
                Known(frame, picture, "color_space"),
                IsRgb(pixels) || Known(frame, picture, "color_range") == "pc" || pixels.StartsWith("yuvj", StringComparison.Ordinal)),
            HasAlpha = HasAlpha(pixels),
            Sound = SoundOf(streams),
            StartTimecode = streams.Append(format).Select(static part => Tag(part, "timecode")).FirstOrDefault(static text => text is not null),
            ReelName = streams.Append(format).Select(static part => Tag(part, "reel_name")).FirstOrDefault(static text => text is not null),
            Stream = index,
            Origin = Seconds(frame, "best_effort_timestamp_time") ?? Seconds(picture, "start_time") ?? 0,
        };
    }

    /// <summary>Red, green and blue planes or packed, whatever the depth.</summary>
    public static bool IsRgb(string pixelFormat) =>
        pixelFormat.Contains("gb", StringComparison.Ordinal) || pixelFormat.Contains("bgr", StringComparison.Ordinal)
        || pixelFormat is "pal8" || pixelFormat.StartsWith("argb", StringComparison.Ordinal);

    /// <summary>The forced demuxer and the limits that hold for anything from outside.</summary>
    public static string[] Input(string path, string container) =>
    [
        "-protocol_whitelist", "file", "-max_pixels", StillReader.MostPixels.ToString(CultureInfo.InvariantCulture),
        "-f", container, "-i", "file:" + path,
    ];

    private static bool HasAlpha(string pixels) => pixels.StartsWith("yuva", StringComparison.Ordinal)
        || pixels.StartsWith("ya", StringComparison.Ordinal) || pixels.StartsWith("gbrap", StringComparison.Ordinal)
        || pixels.StartsWith("rgba", StringComparison.Ordinal) || pixels.StartsWith("bgra", StringComparison.Ordinal)
        || pixels.StartsWith("argb", StringComparison.Ordinal) || pixels.StartsWith("abgr", StringComparison.Ordinal) || pixels is "pal8" or "ayuv64le";

    private async Task<JsonDocument> AskAsync(string[] question, string[] input, CancellationToken cancellationToken) =>
        JsonDocument.Parse(await tools.ProbeAsync("look at the clip", [.. question, "-of", "json", .. input], cancellationToken));

    // Millisecond time stamps shake by one; a real change of rate makes unlike steps, or an average unlike the nominal rate.
    private static (FrameRate Rate, bool Variable) RateOf(JsonElement picture, List<double> times)
    {
        var average = Rate(Text(picture, "avg_frame_rate"));
        var nominal = Rate(Text(picture, "r_frame_rate"));
        var rate = average ?? nominal ?? throw new InvalidMediaException("without a frame rate", ClipContainer.Allowed);
        var steps = times.Zip(times.Skip(1), static (a, b) => b - a).Where(static step => step > 0).Order().ToList();
        var uneven = steps.Count > 2 && steps[^1] - steps[0] > Math.Max(0.0025, 0.2 * steps[steps.Count / 2]);
        if (nominal is { } one && Math.Abs((one.FramesPerSecond / rate.FramesPerSecond) - 1) < 0.005)
        {
            return (one, uneven);
        }

        // Interlaced H.264 counts fields; a constant clip then has even steps.
        return (rate, uneven || (nominal is { } other && Math.Abs((other.FramesPerSecond / rate.FramesPerSecond) - 2) > 0.02 && steps.Count > 2
            && Math.Abs((steps[steps.Count / 2] * rate.FramesPerSecond) - 1) > 0.02));
    }

    private static FrameRate? Rate(string? text) =>
        text?.Split('/') is [var top, var bottom] && int.TryParse(top, CultureInfo.InvariantCulture, out var numerator)
        && int.TryParse(bottom, CultureInfo.InvariantCulture, out var denominator) && numerator > 0 && denominator > 0
            ? new FrameRate(numerator, denominator)
            : null;

    private static double AspectOf(string? text) =>
        text?.Split(':') is [var top, var bottom] && double.TryParse(top, CultureInfo.InvariantCulture, out var width)
        && double.TryParse(bottom, CultureInfo.InvariantCulture, out var height) && width > 0 && height > 0
            ? width / height
            : 1;

    // A movie's matrix takes (x, y) to (a x + c y, b x + d y); the signs alone tell which of the eight ways it lies.
    private static int OrientationOf(JsonElement picture)
    {
        var matrix = picture.TryGetProperty("side_data_list", out var list)
            ? list.EnumerateArray().Select(static data => Text(data, "displaymatrix")).FirstOrDefault(static text => text is not null)
            : null;
        var rows = matrix?.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static row => Row(row)).ToList();
        return rows is [[var a, var b, ..], [var c, var d, ..], ..]
            ? (Math.Sign(a), Math.Sign(b), Math.Sign(c), Math.Sign(d)) switch
            {
                (-1, 0, 0, 1) => 2,
                (-1, 0, 0, -1) => 3,
                (1, 0, 0, -1) => 4,
                (0, 1, 1, 0) => 5,
                (0, 1, -1, 0) => 6,
                (0, -1, -1, 0) => 7,
                (0, -1, 1, 0) => 8,
                _ => 1,
            }
            : 1;
    }

    private static List<long> Row(string row) =>
        [.. row[(row.IndexOf(':') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static text => long.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : 0)];

    // Cameras that write a track for each microphone are heard whole; else the first track speaks for the clip.
    private static ClipSound? SoundOf(List<JsonElement> streams)
    {
        var tracks = streams.Where(static stream => Text(stream, "codec_type") == "audio" && Number(stream, "channels") > 0).ToList();
        if (tracks.Count == 0)
        {
            return null;
        }

        var used = tracks.TrueForAll(static track => Number(track, "channels") == 1) ? tracks.Take(16).ToList() : tracks.Take(1).ToList();
        return new ClipSound(
            (int)used.Sum(static track => Number(track, "channels")),
            (int)Number(used[0], "sample_rate"),
            [.. used.Select(static track => (int)Number(track, "index"))],
            tracks.Count - used.Count);
    }

    private static bool IsAttached(JsonElement stream) =>
        stream.TryGetProperty("disposition", out var disposition) && (Number(disposition, "attached_pic") == 1 || Number(disposition, "timed_thumbnails") == 1);

    private static string? Known(JsonElement frame, JsonElement stream, string name) => Text(frame, name) is { } text && text != "unknown"
        ? text
        : Text(stream, name) is { } other && other != "unknown" ? other : null;

    private static string? Tag(JsonElement part, string name) => part.TryGetProperty("tags", out var tags) ? Text(tags, name) : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static double? Seconds(JsonElement element, string name) =>
        double.TryParse(Text(element, name), CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds) ? seconds : null;

    // ffprobe writes some numbers as text.
    private static long Number(JsonElement element, string name) => !element.TryGetProperty(name, out var value) ? -1
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number
        : long.TryParse(value.ToString(), CultureInfo.InvariantCulture, out number) ? number
        : -1;
}
