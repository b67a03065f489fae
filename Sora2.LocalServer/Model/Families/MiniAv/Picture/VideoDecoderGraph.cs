using Sora2.LocalServer.Model.Families.MiniAv.Configuration;
using Sora2.LocalServer.Model.Graphs;

namespace Sora2.LocalServer.Model.Families.MiniAv.Picture;

/// <summary>
/// Latents to frames: the linear way back, and a network that sees what it made and mends it. The frames of a latent frame
/// travel as one picture of all their colours.
/// </summary>
internal static class VideoDecoderGraph
{
    /// <summary>
    /// A frame depends on this many latent frames before and after its own, one for each time mix. With as much beside it, a part
    /// decodes to exactly what the whole would.
    /// </summary>
    public const int Reach = 3;

    /// <summary>Pixels that the network takes as one place where it sees and where it draws, each axis.</summary>
    private const int Patch = 4;

    /// <summary>
    /// Input: latent [latent frames, channels, h, w] of one shot. Output: frames [4 · latent frames, 3, 16 · h, 16 · w], RGB in
    /// about -1..1.
    /// </summary>
    public static Graph Build(VideoConfig config)
    {
        var graph = new Graph("picture decoder");
        var (fine, middle, coarse) = (config.Decoder[0], config.Decoder[1], config.Decoder[2]);
        var colours = VideoLayers.Colours * config.Temporal;
        var folded = colours * Patch * Patch;
        var latent = graph.Input("latent", ElementType.Float32, "time", config.Channels, "height", "width");
        var back = latent.Conv2d("decoder.base", config.Channels, colours * config.Spatial * config.Spatial, 1).PixelShuffle(config.Spatial);
        var x = latent.Conv2d("decoder.enter", config.Channels, coarse, 3).TimeMix("decoder.time2", coarse);
        x = x.Residuals("decoder.level2", coarse, config.DecoderBlocks[2]);
        x = x.Up("decoder.up1", coarse, middle).TimeMix("decoder.time1", middle);
        x = x.Residuals("decoder.level1", middle, config.DecoderBlocks[1]);
        x = x.Up("decoder.up0", middle, fine) + back.PixelUnshuffle(Patch, colours).Conv2d("decoder.see", folded, fine, 3);
        x = x.TimeMix("decoder.time0", fine).Residuals("decoder.level0", fine, config.DecoderBlocks[0]);
        x = x.PixelNorm(VideoLayers.Epsilon).Conv2d("decoder.leave", fine, folded, 3).PixelShuffle(Patch);
        graph.Output("frames", (back + x).Channels(VideoLayers.Colours));
        return graph;
    }
}
