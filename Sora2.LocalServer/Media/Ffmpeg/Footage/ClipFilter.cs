using System.Globalization;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Media.Footage;
using Sora2.LocalServer.Media.Frames;

namespace Sora2.LocalServer.Media.Ffmpeg.Footage;

/// <summary>The filter chain from a clip's own frames to upright, progressive, full-range Rec. 709 RGB at a given rate and size.</summary>
internal static class ClipFilter
{
    /// <param name="interlaced">Whether fields are to be made frames.</param>
    /// <param name="first">Time stamp of the moment that the first frame shows, in the container's own seconds.</param>
    /// <remarks>
    /// "fps" with round=up gives, for each moment, the frame that stands then; tpad lets the last one stand on. Values are read
    /// by the clip's own matrix and range; SDR curves differ so little that they are taken as one, as editors do.
    /// </remarks>
    public static string ToRgb(ClipProbe clip, bool interlaced, double first, FrameRate rate, FramePlacement placement)
    {
        List<string> filters = [];
        if (interlaced)
        {
            var parity = clip.TopFieldFirst ? "tff" : "bff";
            filters.Add(clip.Interlaced ? $"setfield={parity},bwdif=send_frame:{parity}:all" : "bwdif=send_frame:auto:interlaced");
        }

        filters.Add("settb=AVTB");
        filters.Add(string.Create(CultureInfo.InvariantCulture, $"setpts=(T-({first:0.#########}))/TB"));
        filters.Add($"fps={rate.Numerator}/{rate.Denominator}:start_time=0:round=up");
        filters.Add("tpad=stop=-1:stop_mode=clone");

        var planar = clip.HasAlpha ? "gbrap16le" : "gbrp16le";
        if (ClipReport.IsRgb(clip.PixelFormat))
        {
            filters.Add("format=" + (IsPackedByte(clip.PixelFormat) ? clip.HasAlpha ? "gbrap" : "gbrp" : planar));
        }

        filters.AddRange(clip.Colour.IsHdr ? ToneMap(clip, placement) : Convert(clip, placement));
        filters.Add("format=" + planar);

        // Lying pictures were scaled as they lie.
        if (StillDecoder.UprightFilter(clip.Orientation) is { Length: > 0 } upright)
        {
            filters.Add(upright.TrimEnd(','));
        }

        if (placement.Cuts)
        {
            filters.Add(string.Create(
                CultureInfo.InvariantCulture, $"crop={placement.KeptWidth}:{placement.KeptHeight}:{placement.CutX}:{placement.CutY}"));
        }

        return string.Join(',', filters);
    }

    /// <summary>How zscale is to read an SDR clip.</summary>
    public static string Source(ClipProbe clip) =>
        $"{CodeValues(clip)}:primariesin={PrimariesOf(clip)}:transferin={(clip.Colour.Transfer == "linear" ? "linear" : "709")}";

    // Eight bits are only sorted into planes, and widened by zscale: swscale's widening was measured up to 1.1 of 255 too dark.
    private static bool IsPackedByte(string pixelFormat) =>
        pixelFormat is "rgb24" or "bgr24" or "rgba" or "bgra" or "argb" or "abgr" or "rgb0" or "bgr0" or "0rgb" or "0bgr";

    private static IEnumerable<string> Convert(ClipProbe clip, FramePlacement placement) =>
        [$"zscale={Size(clip, placement)}:filter=lanczos:{Source(clip)}:matrix=gbr:primaries=709:transfer=709:range=full"];

    // BT.2408: diffuse white of 203 cd/m2 in a picture of 1000. Mobius leaves all that is darker than a third of it alone.
    private static IEnumerable<string> ToneMap(ClipProbe clip, FramePlacement placement)
    {
        var transfer = clip.Colour.Transfer;
        yield return $"zscale={Size(clip, placement)}:filter=lanczos:{CodeValues(clip)}:primariesin={PrimariesOf(clip)}:transferin={transfer}:matrix=gbr:transfer=linear:range=full:npl=100";
        yield return "format=gbrpf32le";
        yield return "zscale=primariesin=" + PrimariesOf(clip) + ":transferin=linear:matrixin=gbr:primaries=709:transfer=linear:matrix=gbr:rangein=full:range=full";
        yield return "tonemap=mobius:desat=0:peak=10";
        yield return "zscale=primariesin=709:transferin=linear:matrixin=gbr:primaries=709:transfer=709:matrix=gbr:rangein=full:range=full";
    }

    private static string Size(ClipProbe clip, FramePlacement placement) => clip.Orientation >= 5
        ? string.Create(CultureInfo.InvariantCulture, $"w={placement.ScaledHeight}:h={placement.ScaledWidth}")
        : string.Create(CultureInfo.InvariantCulture, $"w={placement.ScaledWidth}:h={placement.ScaledHeight}");

    private static string CodeValues(ClipProbe clip) =>
        $"matrixin={MatrixOf(clip)}:rangein={(clip.Colour.FullRange ? "full" : "limited")}";

    // A clip that does not say is of the standard of its size, as every editor takes it.
    private static string MatrixOf(ClipProbe clip) => ClipReport.IsRgb(clip.PixelFormat) ? "gbr" : clip.Colour.Matrix switch
    {
        "bt709" => "709",
        "smpte170m" => "170m",
        "bt470bg" => "470bg",
        "bt2020nc" => "2020_ncl",
        "bt2020c" => "2020_cl",
        "smpte240m" => "240m",
        "fcc" => "fcc",
        "ycgco" => "ycgco",
        "gbr" => "gbr",
        _ => clip.Colour.IsHdr || clip.Colour.Primaries == "bt2020" ? "2020_ncl"
            : clip.Height <= 576 && clip.Width <= 1024 ? clip.Height is 576 or 288 ? "470bg" : "170m" : "709",
    };

    private static string PrimariesOf(ClipProbe clip) => clip.Colour.Primaries switch
    {
        "smpte170m" => "170m",
        "smpte240m" => "240m",
        "bt470bg" => "470bg",
        "bt2020" => "2020",
        "smpte431" => "smpte431",
        "smpte432" => "smpte432",
        _ => clip.Colour.IsHdr ? "2020" : "709",
    };
}
