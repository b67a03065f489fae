using Sora2.LocalServer.Planning;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Model.Sources;

/// <summary>The media of one plan, conformed to the model's size and rate as they are asked for.</summary>
/// <param name="pathOf">Where uploads lie: media id to file.</param>
public sealed class PlannedMedia(MediaSources sources, GenerationPlan plan, Func<string, string> pathOf, CancellationToken cancellationToken)
{
    /// <summary>[3, height, width] of the shot's own size, RGB in -1..1.</summary>
    public float[] Still(string media) => sources.Still(pathOf(media), plan.Picture.Width, plan.Picture.Height, plan.StillFit, cancellationToken);

    /// <summary>A reference of the cast, square: all of the picture, cut where it is longer than high or the other way round.</summary>
    public float[] Reference(string media, int side) => sources.Still(pathOf(media), side, side, FitPolicy.Fill, cancellationToken);

    /// <summary>A part of a planned clip at the model's rate.</summary>
    public ClipFrames Clip(PlannedClip clip, double start, double end, bool keepsLast) => sources.Clip(
        pathOf(clip.MediaId),
        new ClipWish(start, end, keepsLast, plan.Picture.Width, plan.Picture.Height, plan.StillFit, plan.ModelFrameRate),
        cancellationToken);
}
