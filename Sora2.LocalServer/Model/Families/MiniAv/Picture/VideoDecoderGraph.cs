using Sora2.LocalServer.Model.Families.MiniAv.Configuration;
using Sora2.LocalServer.Model.Graphs;

namespace Sora2.LocalServer.Model.Families.MiniAv.Picture;

/// <summary>Latents to frames: the linear way back, and a network that adds what it leaves out.</summary>
internal static class VideoDecoderGraph
{
    /// <summary>
    /// A frame depends on this many latent frames before and after its own: one for each of the two coarser time mixes, and the
    /// finest lies within them. With as much beside it, a part decodes to exactly what the whole would.
    /// </summary>
    public const int Reach = 2;

    /// <summary>Pixels that the last layer makes of one place, each axis.</summary>
    private const int Patch = 2;

    /// <summary>
    /// Input: latent [latent frames, channels, h, w] of one shot. Output: frames [4 · latent frames, 3, 16 · h, 16 · w], RGB in
    /// about -1..1.
    /// </summary>
    public static Graph Build(VideoConfig config)
    {
        var graph = new Graph("picture decoder");
        var (finest, fine, middle, coarse) = (config.Decoder[0], config.Decoder[1], config.Decoder[2], config.Decoder[3]);
        var latent = graph.Input("latent", ElementType.Float32, "time", config.Channels, "height", "width");
        var x = latent.Conv2d("decoder.enter", config.Channels, coarse, 3).TimeMix("decoder.time2", coarse);
        x = x.Residuals("decoder.level2", coarse, config.DecoderBlocks[3]);
        x = x.Up("decoder.up2", coarse, middle, frames: 2).TimeMix("decoder.time1", middle);
        x = x.Residuals("decoder.level1", middle, config.DecoderBlocks[2]);
        x = x.Up("decoder.up1", middle, fine, frames: 2).TimeMix("decoder.time0", fine);
        x = x.Residuals("decoder.level0", fine, config.DecoderBlocks[1]);
        x = x.Up("decoder.up0", fine, finest, frames: 1).Residuals("decoder.fine", finest, config.DecoderBlocks[0]);
        x = x.PixelNorm(VideoLayers.Epsilon).Conv2d("decoder.leave", finest, VideoLayers.Colours * Patch * Patch, 3).PixelShuffle(Patch);
        graph.Output("frames", Base(latent, config) + x);
        return graph;
    }

    private static Value Base(Value latent, VideoConfig config)
    {
        var block = VideoLayers.Colours * config.Temporal * config.Spatial * config.Spatial;
        return latent.Conv2d("decoder.base", config.Channels, block, 1).PixelShuffle(config.Spatial).Channels(VideoLayers.Colours);
    }
}
