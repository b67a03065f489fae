using Sora2.LocalServer.Model.Families.MiniAv.Configuration;
using Sora2.LocalServer.Model.Graphs;

namespace Sora2.LocalServer.Model.Families.MiniAv.Picture;

/// <summary>Frames to latents: one linear step over blocks of frames and pixels, so that no block hangs on what is around it.</summary>
internal static class VideoEncoderGraph
{
    /// <summary>
    /// Input: frames [frames, 3, height, width], RGB in -1..1, a multiple of 8 frames. Output: latent
    /// [frames / 8, channels, height / 16, width / 16].
    /// </summary>
    public static Graph Build(VideoConfig config, int height, int width)
    {
        var graph = new Graph("picture encoder");
        var folded = VideoLayers.Colours * config.Temporal;
        var x = graph.Input("frames", ElementType.Float32, "time", VideoLayers.Colours, height, width);
        graph.Output("latent", x.Reshape(-1, folded, height, width).Conv(
            "encoder.base",
            folded,
            config.Channels,
            kernel: [config.Spatial, config.Spatial],
            stride: [config.Spatial, config.Spatial],
            padding: [0, 0]));
        return graph;
    }
}
