using System.Text;
using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Editors.Interchange;

/// <summary>Writes a timeline as an edit decision list, CMX 3600: one picture track, four sounds, 8 characters of reel.</summary>
/// <remarks>
/// A list says neither frame rate nor path: the rate is that of the project it is read into, media are found by reel, timecode
/// and the clip's name in the comment. Sounds 3 and 4 have no letter and stand in an AUD line.
/// </remarks>
internal static class EdlWriter
{
    // Two digits of frames.
    private const int HighestTimecodeBase = 100;

    /// <summary>Whether timecode of this rate fits the list's columns.</summary>
    public static bool CanWrite(FrameRate rate) => rate.TimecodeBase <= HighestTimecodeBase;

    public static string Write(EditorTimeline timeline)
    {
        var list = new StringBuilder();
        Line(list, $"TITLE: {timeline.Name}");
        Line(list, timeline.Start.DropFrame ? "FCM: DROP FRAME" : "FCM: NON-DROP FRAME");
        var number = 0;
        foreach (var (shot, at) in timeline.Placed())
        {
            Event(list, ++number, timeline, shot, at, "V", null, Path.GetFileName(shot.Picture));
            foreach (var (track, stem) in timeline.StemTracks.Index())
            {
                if (shot.Stems.TryGetValue(stem, out var path))
                {
                    var (channel, more) = Channel(track);
                    Event(list, ++number, timeline, shot, at, channel, more, Path.GetFileName(path));
                }
            }
        }

        return list.ToString();
    }

    private static (string Channel, string? More) Channel(int track) => track switch
    {
        0 => ("A", null),
        1 => ("A2", null),
        2 => ("NONE", "AUD   3"),
        _ => ("NONE", "AUD       4"),
    };

    private static void Event(
        StringBuilder list, int number, EditorTimeline timeline, EditorShot shot, int at, string channel, string? more, string clip)
    {
        var (source, record) = (shot.CutStart, timeline.Start.Add(at));
        Line(list, $"{number:000}  {shot.Reel,-8} {channel,-5} C        {source} {source.Add(shot.CutFrames)} {record} {record.Add(shot.CutFrames)}");
        if (more is not null)
        {
            Line(list, more);
        }

        Line(list, $"* FROM CLIP NAME: {clip}");
    }

    // Lists are read by old programs too: lines end as those expect it.
    private static void Line(StringBuilder list, FormattableString text) =>
        list.Append(text.ToString(System.Globalization.CultureInfo.InvariantCulture)).Append("\r\n");

    private static void Line(StringBuilder list, string text) => list.Append(text).Append("\r\n");
}
