using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Editors.Interchange;

/// <summary>Writes a timeline as a project of Kdenlive, version 1.04 of its documents: what 22.12 saves and later ones read.</summary>
/// <remarks>
/// The project is MLT XML: a producer for each file in the bin, which lies in the bin folder Sora2/PROJECT, and one for each place on a
/// track. Tracks stand from the lowest up: MX, AMB, FX, DX, picture. Of a movie the picture alone is used, its sound is the stems' sum.
/// </remarks>
internal sealed class KdenliveWriter
{
    private const string DocumentVersion = "1.04";
    private const string Ours = "Sora2";
    private const string PictureTrack = "V1";

    // Bin folders and clips share one count, from 2 on; 1 is Kdenlive's own.
    private const int RootFolder = -1;
    private const int OurFolder = 2;
    private const int ProjectFolder = 3;
    private const int FirstClip = 4;

    // What Kdenlive sets between the black ground and each track; its own mark for those that it manages itself.
    private const int ManagedByKdenlive = 237;

    private static readonly Dictionary<(int Width, int Height), string> s_profileSizes = new()
    {
        [(1280, 720)] = "atsc_720p", [(1920, 1080)] = "atsc_1080p", [(3840, 2160)] = "uhd_2160p",
    };

    private static readonly Dictionary<FrameRate, string> s_profileRates = new()
    {
        [new(24000, 1001)] = "2398", [new(24, 1)] = "24", [new(25, 1)] = "25", [new(30000, 1001)] = "2997",
        [new(30, 1)] = "30", [new(50, 1)] = "50", [new(60000, 1001)] = "5994", [new(60, 1)] = "60",
    };

    private readonly EditorTimeline _timeline;
    private readonly Track[] _tracks;
    private readonly Dictionary<string, int> _clipIds = [];

    private KdenliveWriter(EditorTimeline timeline)
    {
        _timeline = timeline;
        _tracks =
        [
            .. timeline.StemTracks.Reverse().Select(stem => new Track(
                StemTracks.NameOf(stem), IsSound: true,
                [.. timeline.Placed().Where(place => place.Shot.Stems.ContainsKey(stem)).Select(place => new Place(place.Shot, place.At, place.Shot.Stems[stem]))])),
            new Track(PictureTrack, IsSound: false, [.. timeline.Placed().Select(static place => new Place(place.Shot, place.At, place.Shot.Picture))]),
        ];
        foreach (var path in timeline.Shots.SelectMany(Files))
        {
            _clipIds.Add(path, FirstClip + _clipIds.Count);
        }
    }

    /// <summary>Whether the paths can stand in XML; those that hold control characters cannot.</summary>
    public static bool CanWrite(EditorTimeline timeline) => timeline.Shots.SelectMany(Files).All(static path =>
    {
        try
        {
            XmlConvert.VerifyXmlChars(path);
            return !path.Any(char.IsControl);
        }
        catch (XmlException)
        {
            return false;
        }
    });

    public static XDocument Write(EditorTimeline timeline) => new(new KdenliveWriter(timeline).Project());

    private static IEnumerable<string> Files(EditorShot shot) => shot.Stems.OrderBy(static stem => stem.Key).Select(static stem => stem.Value).Prepend(shot.Picture);

    private XElement Project() => new(
        "mlt",
        new XAttribute("LC_NUMERIC", "C"),
        new XAttribute("producer", "main_bin"),
        Profile(),
        Bin(),
        new XElement(
            "producer",
            new XAttribute("id", "black_track"),
            Range(0, _timeline.Frames),
            Properties(("length", int.MaxValue), ("eof", "continue"), ("resource", "black"), ("aspect_ratio", 1), ("mlt_service", "color"),
                ("mlt_image_format", "rgba"), ("set.test_audio", 0))),
        _tracks.Index().Select(track => TrackElements(track.Index, track.Item)),
        Sequence());

    private XElement Profile()
    {
        var divisor = (int)BigInteger.GreatestCommonDivisor(_timeline.Width, _timeline.Height);
        return new XElement("profile", Attributes(
            ("description", string.Create(CultureInfo.InvariantCulture, $"{_timeline.Width}x{_timeline.Height}, {_timeline.FrameRate.FramesPerSecond:0.###} fps")),
            ("width", _timeline.Width), ("height", _timeline.Height), ("progressive", 1), ("sample_aspect_num", 1), ("sample_aspect_den", 1),
            ("display_aspect_num", _timeline.Width / divisor), ("display_aspect_den", _timeline.Height / divisor),
            ("frame_rate_num", _timeline.FrameRate.Numerator), ("frame_rate_den", _timeline.FrameRate.Denominator), ("colorspace", 709)));
    }

    private IEnumerable<XElement> Bin()
    {
        var bin = new XElement("playlist", new XAttribute("id", "main_bin"), Properties(
            ("kdenlive:docproperties.version", DocumentVersion), ("kdenlive:docproperties.audioChannels", StemTracks.Channels),
            ("kdenlive:docproperties.activeTrack", _tracks.Length - 1), ("kdenlive:docproperties.groups", Groups().ToJsonString()),
            ("kdenlive:docproperties.profile", ProfileName()),
            ($"kdenlive:folder.{RootFolder}.{OurFolder}", Ours), ($"kdenlive:folder.{OurFolder}.{ProjectFolder}", _timeline.Shots[0].Project),
            ("kdenlive:expandedFolders", $"{OurFolder};{ProjectFolder}"), ("xml_retain", 1)));
        foreach (var (shot, path) in _timeline.Shots.SelectMany(static shot => Files(shot).Select(path => (shot, path))))
        {
            var id = $"clip{_clipIds[path]}";
            bin.Add(new XElement("entry", new XAttribute("producer", id), Range(0, shot.Frames)));
            yield return Producer(id, shot, path, isSound: path != shot.Picture, "avformat");
        }

        yield return bin;
    }

    // The name of MLT's own profile where it has one; else Kdenlive takes the profile as it stands, and calls some rates unusual.
    private string ProfileName() =>
        s_profileSizes.TryGetValue((_timeline.Width, _timeline.Height), out var size) && s_profileRates.TryGetValue(_timeline.FrameRate, out var rate)
            ? $"{size}_{rate}"
            : "";

    // Picture and stems of a shot move together.
    private JsonArray Groups() => new([
        .. _timeline.Placed()
            .Select(place => _tracks.Index().Where(track => track.Item.Places.Any(other => other.At == place.At)).Select(track => $"{track.Index}:{place.At}").ToList())
            .Where(static members => members.Count > 1)
            .Select(static members => (JsonNode)new JsonObject
            {
                ["type"] = "Normal",
                ["children"] = new JsonArray([.. members.Select(static member => new JsonObject { ["type"] = "Leaf", ["leaf"] = "clip", ["data"] = member })]),
            }),
    ]);

    private XElement Producer(string id, EditorShot shot, string path, bool isSound, string service, params (string Name, object Value)[] more) => new(
        "producer",
        new XAttribute("id", id),
        Range(0, shot.Frames),
        Properties(("length", shot.Frames), ("eof", "pause"), ("resource", path), ("mlt_service", service), ("kdenlive:id", _clipIds[path]),
            ("kdenlive:clip_type", isSound ? 1 : 0), ("kdenlive:folderid", ProjectFolder)),
        Properties(more));

    // A track is two playlists, of which the second is for overlapping mixes, in a tractor of its own.
    private IEnumerable<XElement> TrackElements(int index, Track track)
    {
        var kind = track.IsSound ? Properties(("kdenlive:audio_track", 1)) : [];
        var playlist = new XElement("playlist", new XAttribute("id", $"track{index}a"), kind);
        var end = 0;
        foreach (var (number, place) in track.Places.Index())
        {
            var id = $"track{index}clip{number}";
            yield return Producer(id, place.Shot, place.Path, track.IsSound, "avformat-novalidate",
                ("set.test_audio", track.IsSound ? 0 : 1), ("set.test_image", track.IsSound ? 1 : 0));
            if (place.At > end)
            {
                playlist.Add(new XElement("blank", new XAttribute("length", place.At - end)));
            }

            playlist.Add(new XElement(
                "entry", new XAttribute("producer", id), Range(place.Shot.HeadHandle, place.Shot.CutFrames), Properties(("kdenlive:id", _clipIds[place.Path]))));
            end = place.At + place.Shot.CutFrames;
        }

        yield return playlist;
        yield return new XElement("playlist", new XAttribute("id", $"track{index}b"), kind);
        var hidden = new XAttribute("hide", track.IsSound ? "video" : "audio");
        yield return new XElement(
            "tractor",
            new XAttribute("id", $"track{index}"),
            Range(0, _timeline.Frames),
            kind,
            Properties(("kdenlive:track_name", track.Name), ("kdenlive:timeline_active", 1)),
            new XElement("track", hidden, new XAttribute("producer", $"track{index}a")),
            new XElement("track", hidden, new XAttribute("producer", $"track{index}b")));
    }

    private XElement Sequence() => new(
        "tractor",
        new XAttribute("id", "timeline"),
        Range(0, _timeline.Frames),
        new XElement("track", new XAttribute("producer", "black_track")),
        _tracks.Index().Select(static track => new XElement("track", new XAttribute("producer", $"track{track.Index}"))),
        _tracks.Index().Select(static track => new XElement(
            "transition",
            new XAttribute("id", $"transition{track.Index}"),
            Properties(("a_track", 0), ("b_track", track.Index + 1), ("internal_added", ManagedByKdenlive), ("always_active", 1)),
            track.Item.IsSound
                ? Properties(("mlt_service", "mix"), ("kdenlive_id", "mix"), ("accepts_blanks", 1), ("sum", 1))
                : Properties(("mlt_service", "qtblend"), ("compositing", 0), ("distort", 0), ("rotate_center", 0)))));

    // MLT's "out" is the last frame itself.
    private static XAttribute[] Range(int first, int frames) => Attributes(("in", first), ("out", first + frames - 1));

    private static XAttribute[] Attributes(params (string Name, object Value)[] values) => [.. values.Select(static value => new XAttribute(value.Name, value.Value))];

    private static XElement[] Properties(params (string Name, object Value)[] values) =>
        [.. values.Select(static value => new XElement("property", new XAttribute("name", value.Name), value.Value))];

    private sealed record Track(string Name, bool IsSound, IReadOnlyList<Place> Places);

    private sealed record Place(EditorShot Shot, int At, string Path);
}
