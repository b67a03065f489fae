using Sora2.LocalServer.Model.Families.MiniAv.Configuration;
using Sora2.LocalServer.Model.Graphs;

namespace Sora2.LocalServer.Model.Families.MiniAv.Picture;

/// <summary>
/// Frames to latents: one linear step over blocks of frames and pixels, and a network that adds what it leaves out. Both look at
/// one group of frames at a time, so that no code hangs on what comes before or after.
/// </summary>
internal static class VideoEncoderGraph
{
    /// <summary>Pixels that the network's first layer takes as one place, each axis.</summary>
    private const int Patch = 4;

    /// <summary>
    /// Input: frames [4 · latent frames, 3, 16 · h, 16 · w], RGB in -1..1. Output: latent [latent frames, channels, h, w].
    /// </summary>
    public static Graph Build(VideoConfig config)
    {
        var graph = new Graph("picture encoder");
        var (fine, middle, coarse) = (config.Encoder[0], config.Encoder[1], config.Encoder[2]);
        var folded = VideoLayers.Colours * config.Temporal;
        var groups = graph.Input("frames", ElementType.Float32, "time", VideoLayers.Colours, "height", "width").Channels(folded);
        var x = groups.PixelUnshuffle(Patch, folded).Conv2d("encoder.enter", folded * Patch * Patch, fine, 3);
        x = x.Residuals("encoder.level0", fine, config.EncoderBlocks[0]).Down("encoder.down0", fine, middle);
        x = x.Residuals("encoder.level1", middle, config.EncoderBlocks[1]).Down("encoder.down1", middle, coarse);
        x = x.Residuals("encoder.level2", coarse, config.EncoderBlocks[2]);
        x = x.PixelNorm(VideoLayers.Epsilon).Conv2d("encoder.leave", coarse, config.Channels, 3);
        graph.Output("latent", Base(groups, folded, config) + x);
        return graph;
    }

    private static Value Base(Value groups, int folded, VideoConfig config) => groups.Conv(
        "encoder.base", folded, config.Channels, kernel: [config.Spatial, config.Spatial], stride: [config.Spatial, config.Spatial], padding: [0, 0]);
}
