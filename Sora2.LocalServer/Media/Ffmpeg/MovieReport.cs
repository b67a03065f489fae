using System.Text.Json;

namespace Sora2.LocalServer.Media.Ffmpeg;

/// <summary>What ffprobe reads in a movie, as it says it; null where the file does not say.</summary>
internal sealed record MovieReport
{
    public required string? Codec { get; init; }

    public required string? Profile { get; init; }

    /// <summary>Of the first frame once decoded, as are the colour tags: the stream's own header counts, not the container's.</summary>
    public required string? PixelFormat { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>"24000/1001".</summary>
    public required string? FrameRate { get; init; }

    public required string? AverageFrameRate { get; init; }

    /// <summary>Counted packets, one a frame.</summary>
    public required int FrameCount { get; init; }

    /// <summary>Primaries, transfer, matrix and range: "bt709 bt709 bt709 tv".</summary>
    public required string Colour { get; init; }

    public required bool Interlaced { get; init; }

    public required string? Timecode { get; init; }

    /// <summary>MP4 keeps none.</summary>
    public required string? ReelName { get; init; }

    /// <summary>Null when the movie is silent.</summary>
    public required MovieSound? Sound { get; init; }

    /// <summary>Reads a file whose format is known: the demuxer is forced and may open nothing else.</summary>
    /// <exception cref="FfmpegException">It is no such file.</exception>
    public static async Task<MovieReport> ReadAsync(FfmpegTools tools, string path, string demuxer, CancellationToken cancellationToken)
    {
        string[] input = ["-protocol_whitelist", "file", "-f", demuxer, "-of", "json", "file:" + path];
        var answers = await Task.WhenAll(
            tools.ProbeAsync("read the movie back", ["-count_packets", "-show_streams", .. input], cancellationToken),
            tools.ProbeAsync(
                "decode the first frame", ["-select_streams", "v:0", "-read_intervals", "%+#1", "-show_frames", .. input], cancellationToken));
        using var streams = JsonDocument.Parse(answers[0]);
        using var frames = JsonDocument.Parse(answers[1]);

        var all = streams.RootElement.GetProperty("streams").EnumerateArray().ToList();
        var picture = Single(all, "video") ?? throw new FfmpegException("read the movie back", "there is no picture in it");
        var frame = frames.RootElement.GetProperty("frames").EnumerateArray().FirstOrDefault();
        if (frame.ValueKind != JsonValueKind.Object)
        {
            throw new FfmpegException("decode the first frame", "no frame came out");
        }

        return new MovieReport
        {
            Codec = Text(picture, "codec_name"),
            Profile = Text(picture, "profile"),
            PixelFormat = Text(frame, "pix_fmt"),
            Width = Number(frame, "width"),
            Height = Number(frame, "height"),
            FrameRate = Text(picture, "r_frame_rate"),
            AverageFrameRate = Text(picture, "avg_frame_rate"),
            FrameCount = Number(picture, "nb_read_packets"),
            Colour = string.Join(' ', Text(frame, "color_primaries"), Text(frame, "color_transfer"), Text(frame, "color_space"), Text(frame, "color_range")),
            Interlaced = Number(frame, "interlaced_frame") != 0,
            Timecode = Tag(picture, "timecode"),
            ReelName = all.Select(stream => Tag(stream, "reel_name")).FirstOrDefault(name => name is not null),
            Sound = Single(all, "audio") is { } sound
                ? new MovieSound(Text(sound, "codec_name"), Number(sound, "sample_rate"), Number(sound, "channels"), Number(sound, "duration_ts"))
                : null,
        };
    }

    private static JsonElement? Single(List<JsonElement> streams, string type)
    {
        var found = streams.Where(stream => Text(stream, "codec_type") == type).ToList();
        return found.Count == 1 ? found[0] : null;
    }

    private static string? Tag(JsonElement stream, string name) => stream.TryGetProperty("tags", out var tags) ? Text(tags, name) : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // ffprobe writes some numbers as text.
    private static int Number(JsonElement element, string name) => !element.TryGetProperty(name, out var value) ? -1
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number
        : int.TryParse(value.ToString(), out number) ? number
        : -1;
}
