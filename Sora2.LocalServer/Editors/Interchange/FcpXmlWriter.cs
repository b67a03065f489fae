using System.Globalization;
using System.Xml.Linq;
using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Editors.Interchange;

/// <summary>Writes a timeline as FCPXML 1.10: pictures in the spine, stems connected below them on lanes, by role.</summary>
/// <remarks>All times are rational seconds and whole frames. A connected clip's offset counts in the time of the clip that holds it.</remarks>
internal sealed class FcpXmlWriter
{
    private const string Version = "1.10";
    private const string FormatId = "r1";

    private readonly EditorTimeline _timeline;
    private readonly List<XElement> _assets = [];

    private FcpXmlWriter(EditorTimeline timeline) => _timeline = timeline;

    public static XDocument Write(EditorTimeline timeline) => new FcpXmlWriter(timeline).Document();

    private XDocument Document()
    {
        var spine = new XElement("spine", _timeline.Placed().Select(placed => Picture(placed.Shot, placed.At)));
        return new XDocument(
            new XDeclaration("1.0", "UTF-8", null),
            new XDocumentType("fcpxml", null, null, null),
            new XElement(
                "fcpxml",
                new XAttribute("version", Version),
                new XElement("resources", Format(), _assets),
                new XElement(
                    "library",
                    new XElement(
                        "event",
                        new XAttribute("name", _timeline.Name),
                        new XElement("project", new XAttribute("name", _timeline.Name), Sequence(spine))))));
    }

    private XElement Format() => new(
        "format",
        new XAttribute("id", FormatId),
        new XAttribute("frameDuration", Seconds(1)),
        new XAttribute("width", _timeline.Width),
        new XAttribute("height", _timeline.Height),
        new XAttribute("colorSpace", "1-1-1 (Rec. 709)"));

    private XElement Sequence(XElement spine) => new(
        "sequence",
        new XAttribute("format", FormatId),
        new XAttribute("duration", Seconds(_timeline.Frames)),
        new XAttribute("tcStart", Seconds(_timeline.Start.FrameNumber)),
        new XAttribute("tcFormat", Counting(_timeline.Start)),
        new XAttribute("audioLayout", "stereo"),
        new XAttribute("audioRate", "48k"),
        spine);

    private XElement Picture(EditorShot shot, int at)
    {
        var clip = Clip(
            Asset(shot, shot.Picture, new XAttribute("hasVideo", 1), new XAttribute("format", FormatId), new XAttribute("videoSources", 1)),
            shot, _timeline.Start.FrameNumber + at, shot.Picture);
        clip.Add(new XAttribute("videoRole", "video"));
        foreach (var (index, stem) in _timeline.StemTracks.Index())
        {
            if (shot.Stems.TryGetValue(stem, out var path))
            {
                var sound = Clip(
                    Asset(
                        shot, path, new XAttribute("hasAudio", 1), new XAttribute("audioSources", 1), new XAttribute("audioChannels", StemTracks.Channels),
                        new XAttribute("audioRate", StemTracks.SampleRate)),
                    shot, shot.CutStart.FrameNumber, path);
                sound.Add(new XAttribute("lane", -(index + 1)), new XAttribute("audioRole", StemTracks.RoleOf(stem)));
                clip.Add(sound);
            }
        }

        return clip;
    }

    private XElement Clip(string asset, EditorShot shot, long offset, string path) => new(
        "asset-clip",
        new XAttribute("ref", asset),
        new XAttribute("name", Path.GetFileNameWithoutExtension(path)),
        new XAttribute("offset", Seconds(offset)),
        new XAttribute("start", Seconds(shot.CutStart.FrameNumber)),
        new XAttribute("duration", Seconds(shot.CutFrames)),
        new XAttribute("tcFormat", Counting(shot.Start)));

    private string Asset(EditorShot shot, string path, params ReadOnlySpan<XAttribute> kind)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"r{_assets.Count + 2}");
        _assets.Add(new XElement(
            "asset",
            new XAttribute("id", id),
            new XAttribute("name", Path.GetFileNameWithoutExtension(path)),
            new XAttribute("start", Seconds(shot.Start.FrameNumber)),
            new XAttribute("duration", Seconds(shot.Frames)),
            kind.ToArray(),
            new XElement("media-rep", new XAttribute("kind", "original-media"), new XAttribute("src", MediaUrl.Of(path)))));
        return id;
    }

    private string Seconds(long frames)
    {
        var rate = _timeline.FrameRate;
        return frames == 0
            ? "0s"
            : string.Create(CultureInfo.InvariantCulture, $"{frames * rate.Denominator}/{rate.Numerator}s");
    }

    private static string Counting(Timecode timecode) => timecode.DropFrame ? "DF" : "NDF";
}
