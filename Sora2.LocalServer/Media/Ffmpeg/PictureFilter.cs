using System.Globalization;
using Sora2.LocalServer.Media.Frames;

namespace Sora2.LocalServer.Media.Ffmpeg;

/// <summary>The filter chain from the reel's RGB to the sequence's Rec. 709 picture.</summary>
internal static class PictureFilter
{
    /// <summary>Names what the frames are, without touching them.</summary>
    public const string Tags = "setsar=1,setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv:field_mode=prog";

    private const string Reel = "matrixin=gbr:primariesin=709:transferin=709:rangein=full";
    private const string Rec709 = ":matrix=709:primaries=709:transfer=709:range=limited:chromal=left";

    /// <param name="pixelFormat">YUV, narrow range.</param>
    /// <param name="dither">Ordered dither, for eight bits: without it smooth skies show bands.</param>
    /// <param name="source">How zscale is to read the frames; null for the reel's.</param>
    /// <remarks>
    /// zscale is exact to half a code value; swscale from RGB48 was measured 1.7 codes too bright in the mean. setparams puts
    /// the tags on the frames: ProRes writes its own header from them, and the container's tag alone leaves that "unknown".
    /// </remarks>
    public static string ToSequence(FramePlacement placement, string pixelFormat, bool dither, string? source = null)
    {
        var filters = new List<string>
        {
            string.Create(
                CultureInfo.InvariantCulture,
                $"zscale=w={placement.ScaledWidth}:h={placement.ScaledHeight}:filter=lanczos:dither={(dither ? "ordered" : "none")}:{source ?? Reel}") + Rec709,
            "format=" + pixelFormat,
        };
        if (placement.Cuts)
        {
            filters.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"crop={placement.KeptWidth}:{placement.KeptHeight}:{placement.CutX}:{placement.CutY}"));
        }

        if (placement.Pads)
        {
            filters.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"pad={placement.Width}:{placement.Height}:{placement.PadX}:{placement.PadY}:black"));
        }

        filters.Add(Tags);
        return string.Join(',', filters);
    }
}
