using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Planning.Footage;

/// <summary>Where a moment of a clip lies by the clip's own timecode, in the sequence's counting.</summary>
internal static class ClipTimecode
{
    /// <param name="seconds">From the clip's first frame.</param>
    /// <returns>Null when the clip has no timecode, or none that can be read.</returns>
    public static Timecode? At(ClipFacts clip, double seconds, FrameRate rate)
    {
        if (clip.StartTimecode is not { } text || !Timecode.TryParse(text, clip.FrameRate, out var start, out _))
        {
            return null;
        }

        var moment = start.Add(clip.FrameRate.FramesIn(seconds));
        return clip.FrameRate == rate ? moment : Convert(moment, rate);
    }

    // Hours, minutes and seconds stay what an editor reads; the frames are counted in the other base.
    private static Timecode Convert(Timecode moment, FrameRate rate)
    {
        var label = moment.ToString();
        var separator = moment.DropFrame && Timecode.AllowsDropFrame(rate) ? ';' : ':';
        var frames = int.Parse(label.AsSpan(label.LastIndexOfAny([':', ';']) + 1), System.Globalization.CultureInfo.InvariantCulture);
        for (var number = frames * rate.TimecodeBase / moment.Rate.TimecodeBase; ; number++)
        {
            // Drop-frame leaves out the first numbers of most minutes; the next one that exists is at most four frames on.
            if (Timecode.TryParse(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{label[..8]}{separator}{number:00}"), rate, out var converted, out _))
            {
                return converted;
            }
        }
    }
}
