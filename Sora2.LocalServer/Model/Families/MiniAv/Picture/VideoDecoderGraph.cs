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
    private const int Patch = 4;

    /// <summary>
    /// Input: latent [latent frames, channels, h, w] of one shot. Output: frames [8 · latent frames, 3, 16 · h, 16 · w], RGB in
    /// about -1..1.
    /// </summary>
    public static Graph Build(VideoConfig config)
    {
        var graph = new Graph("picture decoder");
        var (fine, middle, coarse) = (config.Decoder[0], config.Decoder[1], config.Decoder[2]);
        var latent = graph.Input("latent", ElementType.Float32, "time", config.Channels, "height", "width");
        var x = latent.Conv2d("decoder.enter", config.Channels, coarse, 3).TimeMix("decoder.time2", coarse);
        x = Residuals(x, "decoder.level2", coarse, config.DecoderBlocks[2]);
        x = Up(x, "decoder.up1", coarse, middle).TimeMix("decoder.time1", middle);
        x = Residuals(x, "decoder.level1", middle, config.DecoderBlocks[1]);
        x = Up(x, "decoder.up0", middle, fine).TimeMix("decoder.time0", fine);
        x = Residuals(x, "decoder.level0", fine, config.DecoderBlocks[0]);
        var folded = 2 * VideoLayers.Colours * Patch * Patch;
        x = UnfoldTime(x.PixelNorm(VideoLayers.Epsilon).Conv2d("decoder.leave", fine, folded, 3), folded / 2);
        graph.Output("frames", Base(latent, config) + x.PixelShuffle(Patch));
        return graph;
    }

    private static Value Base(Value latent, VideoConfig config)
    {
        var block = VideoLayers.Colours * config.Temporal * config.Spatial * config.Spatial;
        return UnfoldTime(latent.Conv2d("decoder.base", config.Channels, block, 1).PixelShuffle(config.Spatial), VideoLayers.Colours);
    }

    private static Value Residuals(Value x, string name, int width, int count)
    {
        for (var i = 0; i < count; i++)
        {
            x = x.Residual($"{name}.{i}", width);
        }

        return x;
    }

    // Doubles height, width and time; the shortcut repeats channels (Chen et al. 2024, arXiv:2410.10733).
    private static Value Up(Value x, string name, int inner, int outer)
    {
        var folded = 8 * outer;
        var repeats = folded / inner;
        long[] sources = [.. Enumerable.Range(0, folded).Select(channel => (long)(channel / repeats))];
        var shortcut = x.Gather(x.Graph.Integers(sources), axis: 1);
        return UnfoldTime(x.Conv2d($"{name}.project", inner, folded, 1) + shortcut, folded / 2).PixelShuffle(2);
    }

    /// <summary>Channels become frames, earlier frame first.</summary>
    /// <param name="channels">Of one frame.</param>
    private static Value UnfoldTime(Value x, int channels)
    {
        var graph = x.Graph;
        var places = graph.Apply("Shape", [x], ("start", 2));
        return graph.Apply("Reshape", [x, Shaping.Concat(0, graph.Integers(-1, channels), places)]);
    }
}
