using System.Text.Json.Nodes;
using System.Xml.Linq;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Editors;
using Sora2.LocalServer.Editors.Interchange;
using Xunit;

namespace Sora2.LocalServer.Tests.Editors.Interchange;

/// <summary>The project as XML; tests/editors/kdenlive has Kdenlive itself open and save it.</summary>
public sealed class KdenliveWriterTests
{
    private static readonly EditorTimeline s_board = new("P_BOARD_v001", [
        TestShots.Make("30000/1001", "01:00:00;00", "A", frames: 65, head: 8, tail: 12, stems: TestShots.AllStems),
        TestShots.Make("30000/1001", "02:00:00;00", "B", frames: 35, head: 5, stems: [StemKind.Effects]),
    ]);

    [Fact]
    public void Write_CutsEachFileToTheFrameOnATrackOfItsKind()
    {
        var project = KdenliveWriter.Write(s_board).Root!;

        // From the lowest up; frames of the media, both ends part of it.
        Assert.Equal(["MX", "AMB", "FX", "DX", "V1"], Tracks(project).Select(static track => Property(track, "kdenlive:track_name")));
        Assert.Equal(
            ["P_A_v001_Music.wav 8-52", "P_A_v001_Ambience.wav 8-52", "P_A_v001_Effects.wav 8-52, P_B_v001_Effects.wav 5-34", "P_A_v001_Dialogue.wav 8-52", "P_A_v001.mov 8-52, P_B_v001.mov 5-34"],
            Tracks(project).Select(track => Clips(project, track)));
    }

    [Fact]
    public void Write_LeavesTheSoundOfTheMovieToTheStems()
    {
        var project = KdenliveWriter.Write(s_board).Root!;
        var onTracks = project.Elements("producer").Where(static producer => Property(producer, "set.test_audio").Length > 0 && producer.Attribute("id")!.Value != "black_track");

        Assert.All(onTracks, static producer => Assert.Equal(Property(producer, "resource").EndsWith(".mov", StringComparison.Ordinal), Property(producer, "set.test_audio") == "1"));
        Assert.Equal(["video", "video", "video", "video", "audio"], Tracks(project).Select(static track => track.Elements("track").First().Attribute("hide")!.Value));
    }

    [Fact]
    public void Write_PutsAllFilesIntoOurBinFolder()
    {
        var project = KdenliveWriter.Write(s_board).Root!;
        var bin = project.Elements("playlist").Single(static list => list.Attribute("id")!.Value == "main_bin");
        var clips = bin.Elements("entry").Select(entry => project.Elements("producer").Single(producer => producer.Attribute("id")!.Value == entry.Attribute("producer")!.Value)).ToList();

        Assert.Equal("Sora2", Property(bin, "kdenlive:folder.-1.2"));
        Assert.Equal("P", Property(bin, "kdenlive:folder.2.3"));
        Assert.Equal(7, clips.Count);
        Assert.All(clips, static clip => Assert.Equal("3", Property(clip, "kdenlive:folderid")));
        Assert.Equal(clips.Count, clips.Select(static clip => Property(clip, "kdenlive:id")).Distinct().Count());
    }

    [Fact]
    public void Write_HoldsPictureAndStemsOfAShotTogether()
    {
        var bin = KdenliveWriter.Write(s_board).Root!.Elements("playlist").Single(static list => list.Attribute("id")!.Value == "main_bin");
        var groups = JsonNode.Parse(Property(bin, "kdenlive:docproperties.groups"))!.AsArray();

        Assert.Equal(
            ["0:0 1:0 2:0 3:0 4:0", "2:45 4:45"],
            groups.Select(static group => string.Join(' ', group!["children"]!.AsArray().Select(static leaf => (string)leaf!["data"]!))));
    }

    [Theory]
    [InlineData("24000/1001", "atsc_1080p_2398")]
    [InlineData("25", "atsc_1080p_25")]
    [InlineData("12", "")]
    public void Write_NamesMltsOwnProfile(string rate, string name)
    {
        var project = KdenliveWriter.Write(new EditorTimeline("T", [TestShots.Make(rate)])).Root!;
        var profile = project.Element("profile")!;

        Assert.Equal(name, Property(project.Elements("playlist").Single(static list => list.Attribute("id")!.Value == "main_bin"), "kdenlive:docproperties.profile"));
        FrameRate.TryParse(rate, out var wanted);
        Assert.Equal(wanted, new FrameRate((int)profile.Attribute("frame_rate_num")!, (int)profile.Attribute("frame_rate_den")!));
        Assert.Equal(("16", "9"), (profile.Attribute("display_aspect_num")!.Value, profile.Attribute("display_aspect_den")!.Value));
    }

    [Fact]
    public void CanWrite_NoPathThatXmlCannotHold()
    {
        Assert.True(KdenliveWriter.CanWrite(new EditorTimeline("T", [TestShots.Make(folder: "/medien ü <&> \"映画\" 😀")])));
        Assert.False(KdenliveWriter.CanWrite(new EditorTimeline("T", [TestShots.Make(folder: "/a\u0001b")])));
        Assert.False(KdenliveWriter.CanWrite(new EditorTimeline("T", [TestShots.Make(folder: "/a\nb")])));
        Assert.False(KdenliveWriter.CanWrite(new EditorTimeline("T", [TestShots.Make(folder: "/a\ud800b")])));
    }

    private static IEnumerable<XElement> Tracks(XElement project) =>
        from track in project.Elements("tractor").Single(static tractor => tractor.Attribute("id")!.Value == "timeline").Elements("track").Skip(1)
        select project.Elements("tractor").Single(tractor => tractor.Attribute("id")!.Value == track.Attribute("producer")!.Value);

    private static string Clips(XElement project, XElement track)
    {
        var list = project.Elements("playlist").Single(playlist => playlist.Attribute("id")!.Value == track.Elements("track").First().Attribute("producer")!.Value);
        return string.Join(", ", list.Elements().Where(static element => element.Name != "property").Select(element => element.Name == "blank"
            ? $"blank {element.Attribute("length")!.Value}"
            : $"{Path.GetFileName(Property(project.Elements("producer").Single(producer => producer.Attribute("id")!.Value == element.Attribute("producer")!.Value), "resource"))} {element.Attribute("in")!.Value}-{element.Attribute("out")!.Value}"));
    }

    private static string Property(XElement element, string name) =>
        element.Elements("property").SingleOrDefault(property => property.Attribute("name")!.Value == name)?.Value ?? "";
}
