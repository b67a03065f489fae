using System.Globalization;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Media.Ffmpeg.Footage;
using Sora2.LocalServer.Media.Footage;
using Sora2.LocalServer.Media.Frames;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Media.Ffmpeg;

/// <summary>Joins the original before a range, the reel's frames and the original after the range.</summary>
internal static class SpliceFilter
{
    /// <param name="input">Index of the original among the inputs; the reel's frames are input 0.</param>
    /// <param name="reel">The chain that brings the reel to the sequence.</param>
    /// <param name="frames">Of the whole shot.</param>
    /// <returns>A graph whose end is named [shot].</returns>
    /// <remarks>Segments are counted in frames: the clock is set anew by counting, so that no time stamp can add or drop one.</remarks>
    public static string Join(
        SpliceSource source, int input, string reel, SequenceSettings sequence, MovieFormat format, int frames)
    {
        var rate = sequence.FrameRate;
        var (first, end) = (source.Splice.FirstFrame, source.Splice.EndFrame);
        var clock = $"settb={rate.Denominator}/{rate.Numerator},setpts=N";
        var original = string.Create(CultureInfo.InvariantCulture, $"[{input}:{source.Clip.Stream}]{Keep(source, sequence, format)},{clock}");
        var head = string.Create(CultureInfo.InvariantCulture, $"trim=end_frame={first},{clock}[head]");
        var tail = string.Create(CultureInfo.InvariantCulture, $"trim=start_frame={end}:end_frame={frames},{clock}[tail]");
        var middle = $"[0:v]{reel},{clock}[new];";
        var join = $",{clock}[shot]";
        return (first > 0, end < frames) switch
        {
            (true, true) => $"{middle}{original},split[a][b];[a]{head};[b]{tail};[head][new][tail]concat=n=3{join}",
            (true, false) => $"{middle}{original},{head};[head][new]concat{join}",
            (false, true) => $"{middle}{original},{tail};[new][tail]concat{join}",
            _ => $"[0:v]{reel},{clock}[shot]",
        };
    }

    // What already has the sequence's form is not touched: only decoding and encoding lie between the two.
    private static string Keep(SpliceSource source, SequenceSettings sequence, MovieFormat format)
    {
        var clip = source.Clip;
        var same = clip.Width == sequence.Width && clip.Height == sequence.Height && clip.PixelFormat == format.PixelFormat
            && !clip.Colour.FullRange && clip.Colour is { Matrix: "bt709", Primaries: "bt709" };
        if (same)
        {
            return PictureFilter.Tags;
        }

        var placement = FramePlacement.Of(clip.Width, clip.Height, sequence.Width, sequence.Height, sequence.Fit);
        return PictureFilter.ToSequence(placement, format.PixelFormat, format.Dither, ClipFilter.Source(clip));
    }
}
