using System.Text.Encodings.Web;
using System.Text.Json;
using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Editors.Interchange;

/// <summary>Writes a timeline as OpenTimelineIO JSON, in the shape that DaVinci Resolve reads.</summary>
/// <remarks>
/// Clip.2 with a map of references, ranges in the media's own timecode, bare paths, tracks named "Video 1", "Audio 1"; a schema
/// that Resolve does not know ends its import, so what is ours lies in metadata.
/// </remarks>
internal sealed class OtioWriter
{
    private const string Reference = "DEFAULT_MEDIA";

    // Paths stay readable; the file is no web page.
    private static readonly JsonWriterOptions s_options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly EditorTimeline _timeline;
    private readonly Utf8JsonWriter _json;

    private OtioWriter(EditorTimeline timeline, Utf8JsonWriter json)
    {
        _timeline = timeline;
        _json = json;
    }

    /// <returns>UTF-8, without a byte order mark.</returns>
    public static byte[] Write(EditorTimeline timeline)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, s_options))
        {
            new OtioWriter(timeline, json).WriteTimeline();
        }

        return buffer.ToArray();
    }

    private void WriteTimeline()
    {
        Begin("Timeline.1", _timeline.Name, new Dictionary<string, string>
        {
            ["start_timecode"] = _timeline.Start.ToString(),
            ["frame_rate"] = _timeline.FrameRate.ToString(),
        });
        Time("global_start_time", _timeline.Start.FrameNumber);
        _json.WriteStartObject("tracks");
        Begin("Stack.1", "tracks", open: false);
        Composition();
        _json.WriteStartArray("children");
        WriteTrack("Video", 1, static shot => shot.Picture);
        foreach (var (index, stem) in _timeline.StemTracks.Index())
        {
            WriteTrack("Audio", index + 1, shot => shot.Stems.GetValueOrDefault(stem), StemTracks.NameOf(stem));
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void WriteTrack(string kind, int number, Func<EditorShot, string?> media, string? stem = null)
    {
        Begin("Track.1", $"{kind} {number}", stem is null ? null : new Dictionary<string, string> { ["stem"] = stem });
        Composition();
        _json.WriteString("kind", kind);
        _json.WriteStartArray("children");
        foreach (var shot in _timeline.Shots)
        {
            if (media(shot) is { } path)
            {
                WriteClip(shot, path);
            }
            else
            {
                Begin("Gap.1", "");
                Composition((0, shot.CutFrames));
                _json.WriteEndObject();
            }
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private void WriteClip(EditorShot shot, string path)
    {
        Begin("Clip.2", Path.GetFileName(path), new Dictionary<string, string> { ["shot"] = shot.Name, ["reel"] = shot.Reel });
        Composition((shot.CutStart.FrameNumber, shot.CutFrames));
        _json.WriteStartObject("media_references");
        _json.WriteStartObject(Reference);
        Begin("ExternalReference.1", Path.GetFileName(path), open: false);
        Range("available_range", shot.Start.FrameNumber, shot.Frames);
        _json.WriteNull("available_image_bounds");
        _json.WriteString("target_url", path);
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.WriteString("active_media_reference_key", Reference);
        _json.WriteEndObject();
    }

    private void Begin(string schema, string name, Dictionary<string, string>? own = null, bool open = true)
    {
        if (open)
        {
            _json.WriteStartObject();
        }

        _json.WriteString("OTIO_SCHEMA", schema);
        _json.WriteStartObject("metadata");
        if (own is not null)
        {
            _json.WriteStartObject("sora2");
            foreach (var (key, value) in own)
            {
                _json.WriteString(key, value);
            }

            _json.WriteEndObject();
        }

        _json.WriteEndObject();
        _json.WriteString("name", name);
    }

    // What every item has beside its own fields.
    private void Composition((long Start, int Frames)? range = null)
    {
        if (range is { } given)
        {
            Range("source_range", given.Start, given.Frames);
        }
        else
        {
            _json.WriteNull("source_range");
        }

        _json.WriteStartArray("effects");
        _json.WriteEndArray();
        _json.WriteStartArray("markers");
        _json.WriteEndArray();
        _json.WriteBoolean("enabled", true);
    }

    private void Range(string name, long start, int frames)
    {
        _json.WriteStartObject(name);
        _json.WriteString("OTIO_SCHEMA", "TimeRange.1");
        Time("duration", frames);
        Time("start_time", start);
        _json.WriteEndObject();
    }

    // The format has the rate as a floating-point number; frames stay whole.
    private void Time(string name, long frames)
    {
        _json.WriteStartObject(name);
        _json.WriteString("OTIO_SCHEMA", "RationalTime.1");
        _json.WriteNumber("rate", _timeline.FrameRate.FramesPerSecond);
        _json.WriteNumber("value", (double)frames);
        _json.WriteEndObject();
    }
}
