using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Editors;
using Sora2.LocalServer.Editors.Interchange;
using Sora2.LocalServer.Requests;
using Xunit;

namespace Sora2.LocalServer.Tests.Editors.Interchange;

/// <summary>Each format read back by a reader that shares nothing with its writer: every cut, every track, every frame.</summary>
public sealed partial class InterchangeFilesTests
{
    public static TheoryData<string, string, string> Sequences => new()
    {
        { "23.976", "01:00:00:00", "1001/24000s" },
        { "23.976", "10:00:00:00", "1001/24000s" },
        { "25", "10:00:00:00", "1/25s" },
        { "29.97", "01:00:00;00", "1001/30000s" },
        { "29.97", "00:59:59:28", "1001/30000s" },
        { "59.94", "10:00:00;00", "1001/60000s" },
        { "24", "23:59:59:00", "1/24s" },
    };

    [Theory]
    [MemberData(nameof(Sequences))]
    public void FcpXml_ReadsBack(string rate, string start, string frame)
    {
        var timeline = Board(rate, start);

        var (root, problems) = Dtd.Read(InterchangeFiles.Of(timeline)["P_BOARD_v001.fcpxml"], "fcpxml.dtd");

        Assert.Empty(problems);
        Assert.Equal(frame, (string?)root.Element("resources")!.Element("format")!.Attribute("frameDuration"));
        var sequence = root.Descendants("sequence").Single();
        Assert.Equal(timeline.Start.FrameNumber, Frames(sequence, "tcStart"));
        Assert.Equal(start.Contains(';', StringComparison.Ordinal) ? "DF" : "NDF", (string?)sequence.Attribute("tcFormat"));
        var assets = root.Descendants("asset").ToDictionary(asset => (string)asset.Attribute("id")!);
        var read = from clip in sequence.Element("spine")!.Elements()
                   from item in clip.Elements().Prepend(clip)
                   let media = assets[(string)item.Attribute("ref")!]
                   let anchor = item == clip ? 0 : Frames(clip, "start") - Frames(clip, "offset")
                   select new Placed(
                       (int?)item.Attribute("lane") ?? 0,
                       Frames(item, "offset") - anchor - timeline.Start.FrameNumber,
                       Frames(item, "start") - Frames(media, "start"),
                       Frames(item, "duration"),
                       new Uri((string)media.Element("media-rep")!.Attribute("src")!).LocalPath);
        Assert.Equal(Expected(timeline, static track => -track), read.Order());
        Assert.Equal(
            ["dialogue", "effects", "effects.ambience", "music"],
            sequence.Descendants("asset-clip").Where(clip => clip.Attribute("lane") is not null).Take(4).Select(clip => (string?)clip.Attribute("audioRole")));

        long Frames(XElement element, string attribute)
        {
            var text = (string)element.Attribute(attribute)!;
            var parts = text.TrimEnd('s').Split('/').Select(part => long.Parse(part, CultureInfo.InvariantCulture)).ToArray();
            var (value, remainder) = Math.DivRem(
                parts[0] * timeline.FrameRate.Numerator, (parts.Length > 1 ? parts[1] : 1) * (long)timeline.FrameRate.Denominator);
            Assert.Equal(0, remainder);
            return value;
        }
    }

    [Theory]
    [MemberData(nameof(Sequences))]
    public void Fcp7Xml_ReadsBack(string rate, string start, string frame)
    {
        var timeline = Board(rate, start);

        var (root, problems) = Dtd.Read(InterchangeFiles.Of(timeline)["P_BOARD_v001.xml"], "xmeml.dtd");

        Assert.Empty(problems);
        Assert.NotEmpty(frame);
        var sequence = root.Element("sequence")!;
        Assert.Equal(start, (string?)sequence.Element("timecode")!.Element("string"));
        Assert.Equal(timeline.Start.FrameNumber, (long)sequence.Element("timecode")!.Element("frame")!);
        Assert.All(root.Descendants("rate"), element => Assert.Equal(
            (timeline.FrameRate.TimecodeBase, timeline.FrameRate.Denominator == 1001 ? "TRUE" : "FALSE"), ((int)element.Element("timebase")!, (string?)element.Element("ntsc"))));
        var files = root.Descendants("file").Where(file => file.HasElements).ToDictionary(file => (string)file.Attribute("id")!);
        Assert.All(files.Values, file => Assert.Equal(timeline.Shots[0].Start.DropFrame ? "DF" : "NDF", (string?)file.Element("timecode")!.Element("displayformat")));

        // Two tracks, one a channel, make one of the stereo stems.
        var audio = sequence.Element("media")!.Element("audio")!.Elements("track").ToList();
        var tracks = sequence.Element("media")!.Element("video")!.Elements("track").Select((track, _) => (track, 0))
            .Concat(audio.Select((track, index) => (track, 1 + (index / 2))));
        var read = from pair in tracks
                   from item in pair.track.Elements("clipitem")
                   where pair.Item2 == 0 || (int)item.Element("sourcetrack")!.Element("trackindex")! == 1
                   select new Placed(
                       pair.Item2, (long)item.Element("start")!, (long)item.Element("in")!, (long)item.Element("end")! - (long)item.Element("start")!,
                       new Uri((string)files[(string)item.Element("file")!.Attribute("id")!].Element("pathurl")!).AbsolutePath);
        Assert.Equal(Expected(timeline, static track => track), read.Select(item => item with { Path = Uri.UnescapeDataString(item.Path) }).Order());
        Assert.Equal(8, audio.Count);
        Assert.Equal([0, 1, 0, 1, 0, 1, 0, 1], audio.Select(track => (int)track.Attribute("currentExplodedTrackIndex")!));

        // Every link leads to the item that stands there.
        Assert.All(root.Descendants("link"), link =>
        {
            var track = (string?)link.Element("mediatype") == "video" ? tracks.First().track : audio[(int)link.Element("trackindex")! - 1];
            var item = track.Elements("clipitem").ElementAt((int)link.Element("clipindex")! - 1);
            Assert.Equal((string?)link.Element("linkclipref"), (string?)item.Attribute("id"));
        });
    }

    [Theory]
    [MemberData(nameof(Sequences))]
    public void Otio_ReadsBack(string rate, string start, string frame)
    {
        var timeline = Board(rate, start);

        var root = JsonNode.Parse(InterchangeFiles.Of(timeline)["P_BOARD_v001.otio"])!;

        Assert.NotEmpty(frame);
        Assert.Equal(("Timeline.1", timeline.Start.FrameNumber), ((string?)root["OTIO_SCHEMA"], Value(root["global_start_time"]!)));
        var tracks = root["tracks"]!["children"]!.AsArray();
        Assert.Equal(["Video 1", "Audio 1", "Audio 2", "Audio 3", "Audio 4"], tracks.Select(track => (string?)track!["name"]));
        var read = new List<Placed>();
        foreach (var (track, node) in tracks.Index())
        {
            var at = 0L;
            foreach (var item in node!["children"]!.AsArray())
            {
                var length = Value(item!["source_range"]!["duration"]!);
                if ((string?)item["OTIO_SCHEMA"] == "Clip.2")
                {
                    var media = item["media_references"]![(string)item["active_media_reference_key"]!]!;
                    var available = media["available_range"]!;
                    read.Add(new Placed(
                        track, at, Value(item["source_range"]!["start_time"]!) - Value(available["start_time"]!), length, (string)media["target_url"]!));
                    Assert.True(Value(available["duration"]!) >= length);
                }

                at += length;
            }
        }

        Assert.Equal(Expected(timeline, static track => track), read.Order());

        long Value(JsonNode time)
        {
            Assert.Equal(timeline.FrameRate.FramesPerSecond, (double)time["rate"]!);
            return (long)(double)time["value"]!;
        }
    }

    [Theory]
    [MemberData(nameof(Sequences))]
    public void Edl_ReadsBack(string rate, string start, string frame)
    {
        var timeline = Board(rate, start);

        var lines = Encoding.ASCII.GetString(InterchangeFiles.Of(timeline)["P_BOARD_v001.edl"]).Split("\r\n");

        Assert.NotEmpty(frame);
        Assert.Equal(["TITLE: P_BOARD_v001", timeline.Start.DropFrame ? "FCM: DROP FRAME" : "FCM: NON-DROP FRAME"], lines[..2]);
        var read = new List<Placed>();
        for (var index = 2; index < lines.Length; index++)
        {
            if (Event().Match(lines[index]) is not { Success: true } match)
            {
                continue;
            }

            var track = match.Groups["channel"].Value switch { "V" => 0, "A" => 1, "A2" => 2, _ => lines[++index].Trim() == "AUD   3" ? 3 : 4 };
            var times = match.Groups["time"].Captures.Select(capture => Timecode.Parse(capture.Value, timeline.FrameRate)).ToArray();
            var clip = lines[++index]["* FROM CLIP NAME: ".Length..];
            var shot = timeline.Shots.Single(shot => clip.StartsWith(shot.Name, StringComparison.Ordinal));
            Assert.Equal(Frames(times[0], times[1]), Frames(times[2], times[3]));
            Assert.Equal(shot.Reel, match.Groups["reel"].Value);
            read.Add(new Placed(
                track, Frames(timeline.Start, times[2]), Frames(shot.Start, times[0]), Frames(times[0], times[1]), Path.Combine(Path.GetDirectoryName(shot.Picture)!, clip)));
        }

        Assert.Equal(Expected(timeline, static track => track), read.Order());

        // Timecode begins anew at midnight, and no shot lasts a day.
        static long Frames(Timecode from, Timecode to) => from.Rate == to.Rate ? to.Add(-from.FrameNumber).FrameNumber : throw new InvalidDataException();
    }

    [Fact]
    public void Of_SilentShot_HasNoSoundTracks()
    {
        var files = InterchangeFiles.Of(new EditorTimeline("P_SH0010_v001", [TestShots.Make()]));

        Assert.Equal(["P_SH0010_v001.edl", "P_SH0010_v001.fcpxml", "P_SH0010_v001.kdenlive", "P_SH0010_v001.otio", "P_SH0010_v001.xml"], files.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(Dtd.Read(files["P_SH0010_v001.xml"], "xmeml.dtd").Root.Descendants("audio"));
        Assert.Single(JsonNode.Parse(files["P_SH0010_v001.otio"])!["tracks"]!["children"]!.AsArray());
        Assert.DoesNotContain("AUD", Encoding.ASCII.GetString(files["P_SH0010_v001.edl"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("25/2", new[] { ".fcpxml", ".otio", ".edl", ".kdenlive" })]
    [InlineData("120", new[] { ".fcpxml", ".otio", ".xml", ".kdenlive" })]
    public void Of_RateThatAFormatCannotSay_LeavesItOut(string rate, string[] endings) => Assert.Equal(
        endings.Order(), InterchangeFiles.Of(new EditorTimeline("T", [TestShots.Make(rate)])).Keys.Select(name => Path.GetExtension(name)!).Order());

    [Theory]
    [InlineData("/media/Größe 100%/é ü#?&.mov")]
    [InlineData("/media/<\"'>]]>/a\\b.mov")]
    [InlineData("long")]
    public void Paths_ComeBackAsTheyAre(string path)
    {
        path = path == "long" ? "/media/" + string.Join('/', Enumerable.Repeat("dreißig Zeichen und noch mehr ", 10)) + "/a.mov" : path;
        var shot = TestShots.Make() with { Picture = path };

        var files = InterchangeFiles.Of(new EditorTimeline("T", [shot]));

        var xml = (string)Dtd.Read(files["T.xml"], "xmeml.dtd").Root.Descendants("pathurl").Single();
        var fcpxml = (string)Dtd.Read(files["T.fcpxml"], "fcpxml.dtd").Root.Descendants("media-rep").Single().Attribute("src")!;
        Assert.StartsWith("file://localhost/media/", xml, StringComparison.Ordinal);
        Assert.StartsWith("file:///media/", fcpxml, StringComparison.Ordinal);
        Assert.Equal([path, path], ((string[])[xml["file://localhost".Length..], fcpxml["file://".Length..]]).Select(Uri.UnescapeDataString));
        Assert.All((string[])[xml, fcpxml], url => Assert.Matches("^[A-Za-z0-9%/._~:-]+$", url));
        Assert.Contains(path, JsonNode.Parse(files["T.otio"])!["tracks"]!["children"]![0]!["children"]![0]!["media_references"]!["DEFAULT_MEDIA"]!["target_url"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(@"C:\Users\Jörg\a b.mov", "file://localhost/C%3a/Users/J%c3%b6rg/a%20b.mov")]
    [InlineData(@"\\nas\shots\a.mov", "file://nas/shots/a.mov")]
    [InlineData("/a.mov", "file://localhost/a.mov")]
    public void MediaUrl_ReadsPathsOfEverySystem(string path, string url) => Assert.Equal(url, MediaUrl.Of(path, "localhost"));

    [Fact]
    public void Timeline_ShotsThatDoNotFit_AreRefused()
    {
        Assert.Contains("25", Refused([TestShots.Make("24"), TestShots.Make("25", shot: "SH0020")]).Given, StringComparison.Ordinal);
        Assert.Contains("640x360", Refused([TestShots.Make(), TestShots.Make(shot: "SH0020") with { Width = 640, Height = 360 }]).Given, StringComparison.Ordinal);
        Assert.Contains("non-drop", Refused([TestShots.Make("29.97", "01:00:00;00"), TestShots.Make("29.97", shot: "SH0020")]).Given, StringComparison.Ordinal);
        Assert.Contains("each shot once", Refused([TestShots.Make(), TestShots.Make()]).Allowed, StringComparison.Ordinal);
        Assert.Contains("none", Refused([]).Given, StringComparison.Ordinal);

        static InvalidRequestException Refused(EditorShot[] shots) => Assert.Throws<InvalidRequestException>(() => new EditorTimeline("T", shots));
    }

    // Two shots with handles, the second without music: what every format must say alike.
    private static EditorTimeline Board(string rate, string start)
    {
        FrameRate.TryParse(rate, out var frameRate);
        var other = start.Contains(';', StringComparison.Ordinal) ? "02:00:00;00" : "02:00:00:00";
        return new EditorTimeline(
            "P_BOARD_v001",
            [
                TestShots.Make(rate, start, frames: 120, head: 8, tail: 12, stems: TestShots.AllStems),
                TestShots.Make(rate, other, "SH0020", 2, 49, stems: [StemKind.Dialogue, StemKind.Effects, StemKind.Ambience]),
            ],
            Timecode.Parse(start, frameRate));
    }

    private static IEnumerable<Placed> Expected(EditorTimeline timeline, Func<int, int> lane)
    {
        var (first, second) = (timeline.Shots[0], timeline.Shots[1]);
        return new[]
        {
            new Placed(0, 0, 8, 100, first.Picture), new Placed(0, 100, 0, 49, second.Picture),
            new Placed(lane(1), 0, 8, 100, first.Stems[StemKind.Dialogue]), new Placed(lane(1), 100, 0, 49, second.Stems[StemKind.Dialogue]),
            new Placed(lane(2), 0, 8, 100, first.Stems[StemKind.Effects]), new Placed(lane(2), 100, 0, 49, second.Stems[StemKind.Effects]),
            new Placed(lane(3), 0, 8, 100, first.Stems[StemKind.Ambience]), new Placed(lane(3), 100, 0, 49, second.Stems[StemKind.Ambience]),
            new Placed(lane(4), 0, 8, 100, first.Stems[StemKind.Music]),
        }.Order();
    }

    [GeneratedRegex(@"\A[0-9]{3}  (?<reel>.{1,8}?) +(?<channel>V|A|A2|NONE) +C +(?<time>[0-9:;]{11})( (?<time>[0-9:;]{11})){3}\z")]
    private static partial Regex Event();

    /// <summary>One clip as it lies on a track: timeline frame, first frame of the media, frames, file.</summary>
    private sealed record Placed(int Track, long At, long MediaFrame, long Frames, string Path) : IComparable<Placed>
    {
        public int CompareTo(Placed? other) => (Track, At).CompareTo((other!.Track, other.At));
    }
}
