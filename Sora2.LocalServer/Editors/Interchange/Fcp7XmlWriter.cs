using System.Globalization;
using System.Xml.Linq;
using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Editors.Interchange;

/// <summary>Writes a timeline as Final Cut Pro 7 XML, xmeml 5: what Premiere and Resolve import with picture, sound and links.</summary>
/// <remarks>
/// The format's audio tracks are mono: a stereo stem is two linked items on two tracks, which Premiere's attributes make one
/// stereo track again. A file is described where it is first used and named by its id after that; two descriptions make Resolve
/// drop clips.
/// </remarks>
internal sealed class Fcp7XmlWriter
{
    private readonly EditorTimeline _timeline;

    private Fcp7XmlWriter(EditorTimeline timeline) => _timeline = timeline;

    /// <summary>Whether the format can say this rate: a whole one, or a whole one slowed by 1000/1001.</summary>
    public static bool CanWrite(FrameRate rate) => rate.Denominator == 1 || (rate.Denominator == 1001 && rate.Numerator % 1000 == 0);

    public static XDocument Write(EditorTimeline timeline) => new Fcp7XmlWriter(timeline).Document();

    private XDocument Document() => new(
        new XDeclaration("1.0", "UTF-8", null),
        new XDocumentType("xmeml", null, null, null),
        new XElement(
            "xmeml",
            new XAttribute("version", "5"),
            new XElement(
                "sequence",
                new XAttribute("id", "sequence-1"),
                new XElement("name", _timeline.Name),
                new XElement("duration", _timeline.Frames),
                Rate(),
                Timecode(_timeline.Start),
                new XElement("media", Video(), Audio()))));

    private XElement Video() => new(
        "video",
        new XElement("format", Picture(full: true)),
        Track([], _timeline.Placed().Select((placed, index) => PictureItem(placed.Shot, placed.At, index))));

    private XElement PictureItem(EditorShot shot, int at, int index)
    {
        var id = PictureId(index);
        return new XElement(
            "clipitem",
            new XAttribute("id", id),
            Placement(shot, at, shot.Picture, id),
            new XElement("alphatype", "none"),
            new XElement("pixelaspectratio", "square"),
            new XElement("anamorphic", "FALSE"),
            FileElement(shot, shot.Picture, id, new XElement("video", new XElement("duration", shot.Frames), Picture(full: false))),
            Links(shot, index));
    }

    private XElement? Audio()
    {
        if (_timeline.StemTracks.Count == 0)
        {
            return null;
        }

        var tracks =
            from stem in _timeline.StemTracks.Index()
            from channel in Enumerable.Range(1, StemTracks.Channels)
            select Track(
                [
                    new XAttribute("currentExplodedTrackIndex", channel - 1),
                    new XAttribute("totalExplodedTrackCount", StemTracks.Channels),
                    new XAttribute("premiereTrackType", "Stereo"),
                ],
                from placed in _timeline.Placed().Index()
                where placed.Item.Shot.Stems.ContainsKey(stem.Item)
                select SoundItem(placed.Item.Shot, placed.Item.At, placed.Index, stem.Item, channel),
                new XElement("outputchannelindex", channel));
        return new XElement(
            "audio",
            new XElement("numOutputChannels", StemTracks.Channels),
            new XElement("format", Sound()),
            new XElement("outputs", Enumerable.Range(1, StemTracks.Channels).Select(static channel => new XElement(
                "group",
                new XElement("index", channel),
                new XElement("numchannels", 1),
                new XElement("downmix", 0),
                new XElement("channel", new XElement("index", channel))))),
            tracks);
    }

    private XElement SoundItem(EditorShot shot, int at, int index, StemKind stem, int channel)
    {
        var path = shot.Stems[stem];
        var first = SoundId(index, stem, 1);
        var file = channel == 1
            ? FileElement(shot, path, first, new XElement("audio", Sound(), new XElement("channelcount", StemTracks.Channels)))
            : new XElement("file", new XAttribute("id", $"file-{first}"));
        return new XElement(
            "clipitem",
            new XAttribute("id", SoundId(index, stem, channel)),
            new XAttribute("premiereChannelType", "stereo"),
            Placement(shot, at, path, first),
            file,
            new XElement("sourcetrack", new XElement("mediatype", "audio"), new XElement("trackindex", channel)),
            Links(shot, index));
    }

    // Where an item lies and what of its media is seen; the order is the format's.
    private IEnumerable<XElement> Placement(EditorShot shot, int at, string path, string master) =>
    [
        new("masterclipid", $"master-{master}"),
        new("name", Path.GetFileName(path)),
        new("enabled", "TRUE"),
        new("duration", shot.Frames),
        Rate(),
        new("start", at),
        new("end", at + shot.CutFrames),
        new("in", shot.HeadHandle),
        new("out", shot.HeadHandle + shot.CutFrames),
    ];

    private XElement FileElement(EditorShot shot, string path, string id, XElement media) => new(
        "file",
        new XAttribute("id", $"file-{id}"),
        new XElement("name", Path.GetFileName(path)),
        new XElement("pathurl", MediaUrl.Of(path, "localhost")),
        Rate(),
        new XElement("duration", shot.Frames),
        Timecode(shot.Start, shot.Reel),
        new XElement("media", media));

    // Picture and stems of a shot move and are cut together.
    private IEnumerable<XElement> Links(EditorShot shot, int index)
    {
        yield return Link(PictureId(index), "video", 1, index + 1);
        var track = 0;
        foreach (var stem in _timeline.StemTracks)
        {
            var place = _timeline.Shots.Take(index + 1).Count(other => other.Stems.ContainsKey(stem));
            for (var channel = 1; channel <= StemTracks.Channels; channel++)
            {
                track++;
                if (shot.Stems.ContainsKey(stem))
                {
                    var link = Link(SoundId(index, stem, channel), "audio", track, place);
                    link.Add(new XElement("groupindex", 1));
                    yield return link;
                }
            }
        }
    }

    private static XElement Link(string item, string kind, int track, int clip) => new(
        "link",
        new XElement("linkclipref", item),
        new XElement("mediatype", kind),
        new XElement("trackindex", track),
        new XElement("clipindex", clip));

    private static XElement Track(XAttribute[] attributes, IEnumerable<XElement> items, params ReadOnlySpan<XElement> last) => new(
        "track", attributes, items, new XElement("enabled", "TRUE"), new XElement("locked", "FALSE"), last.ToArray());

    private XElement Picture(bool full) => new(
        "samplecharacteristics",
        Rate(),
        new XElement("width", _timeline.Width),
        new XElement("height", _timeline.Height),
        new XElement("anamorphic", "FALSE"),
        new XElement("pixelaspectratio", "square"),
        new XElement("fielddominance", "none"),
        full ? new XElement("colordepth", 24) : null);

    private static XElement Sound() => new(
        "samplecharacteristics", new XElement("depth", StemTracks.SampleBits), new XElement("samplerate", StemTracks.SampleRate));

    private XElement Rate() => new(
        "rate",
        new XElement("timebase", _timeline.FrameRate.TimecodeBase),
        new XElement("ntsc", _timeline.FrameRate.Denominator == 1 ? "FALSE" : "TRUE"));

    private XElement Timecode(Timecode timecode, string? reel = null) => new(
        "timecode",
        Rate(),
        new XElement("string", timecode.ToString()),
        new XElement("frame", timecode.FrameNumber),
        new XElement("displayformat", timecode.DropFrame ? "DF" : "NDF"),
        reel is null ? null : new XElement("reel", new XElement("name", reel)));

    private static string PictureId(int index) => string.Create(CultureInfo.InvariantCulture, $"clip-{index + 1}");

    private static string SoundId(int index, StemKind stem, int channel) =>
        string.Create(CultureInfo.InvariantCulture, $"clip-{index + 1}-{StemTracks.NameOf(stem)}-{channel}");
}
