using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Editors;

/// <summary>Shots one after the other, cut to cut: one picture track, and a track for each kind of stem when any shot has sound.</summary>
public sealed record EditorTimeline
{
    /// <param name="name">ASCII, as files and folders are named.</param>
    /// <param name="shots">1 or more, of one frame rate, one counting and one size, each name once.</param>
    /// <param name="start">Timecode of the first frame; null takes the first shot's own.</param>
    /// <exception cref="InvalidRequestException">The shots cannot lie on one timeline.</exception>
    public EditorTimeline(string name, IReadOnlyList<EditorShot> shots, Timecode? start = null)
    {
        if (shots.Count == 0)
        {
            throw new InvalidRequestException("shots", "none", "one shot or more");
        }

        var first = shots[0];
        foreach (var shot in shots)
        {
            Require(shot, shot.FrameRate == first.FrameRate, $"{shot.FrameRate} frames a second", $"{first.FrameRate}, as {first.Name} has");
            Require(
                shot, (shot.Width, shot.Height) == (first.Width, first.Height), $"{shot.Width}x{shot.Height}", $"{first.Width}x{first.Height}, as {first.Name} has");
            Require(
                shot, shot.Start.DropFrame == first.Start.DropFrame, $"{(shot.Start.DropFrame ? "drop-frame" : "non-drop")} timecode",
                $"{(first.Start.DropFrame ? "drop-frame" : "non-drop")}, as {first.Name} has");
            Require(shot, shots.Count(other => other.Name == shot.Name) == 1, "more than one place", "each shot once");
        }

        Name = name;
        Shots = shots;
        Start = start ?? first.CutStart;
    }

    public string Name { get; }

    public IReadOnlyList<EditorShot> Shots { get; }

    public Timecode Start { get; }

    public FrameRate FrameRate => Start.Rate;

    public int Width => Shots[0].Width;

    public int Height => Shots[0].Height;

    /// <summary>Frames from the first cut's first to the last cut's last.</summary>
    public int Frames => Shots.Sum(static shot => shot.CutFrames);

    /// <summary>Kinds that have a track, in track order: all four, or none when every shot is silent.</summary>
    /// <remarks>A kind that no shot has keeps its track: templates and mixers find a stem by its place.</remarks>
    public IReadOnlyList<StemKind> StemTracks => Shots.Any(static shot => shot.Stems.Count > 0) ? Enum.GetValues<StemKind>() : [];

    /// <summary>Each shot with the frame of the timeline, counted from 0, on which its cut begins.</summary>
    public IEnumerable<(EditorShot Shot, int At)> Placed()
    {
        var at = 0;
        foreach (var shot in Shots)
        {
            yield return (shot, at);
            at += shot.CutFrames;
        }
    }

    private static void Require(EditorShot shot, bool holds, string given, string allowed)
    {
        if (!holds)
        {
            throw new InvalidRequestException("shots", $"{shot.Name} with {given}", allowed);
        }
    }
}
