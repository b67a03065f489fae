using Sora2.LocalServer.Model.Families.MiniAv.Configuration;
using Sora2.LocalServer.Model.Graphs;

namespace Sora2.LocalServer.Model.Families.MiniAv.Sound;

/// <summary>Sound to latents: logarithms of band powers, then one linear step over the windows of a latent.</summary>
internal static class SoundEncoderGraph
{
    /// <summary>Input: samples [stems, 1, n · latent hop]. Output: latent [stems, channels, n].</summary>
    public static Graph Build(SoundConfig config)
    {
        var graph = new Graph("sound encoder");
        var samples = graph.Input("samples", ElementType.Float32, "stems", 1, "samples");
        var parts = samples.Spectrum(config).Split(1, config.Bins, config.Bins);
        var powers = graph.Weight(FourierBases.ToBands, config.Bands, config.Bins).MatMul((parts[0] * parts[0]) + (parts[1] * parts[1]));
        var stacked = (powers + SoundDecoderGraph.PowerFloor).Log().Stack(config.Stride, config.Bands);
        graph.Output("latent", stacked.Conv1d("encode_base", config.Bands * config.Stride, config.Channels, 1));
        return graph;
    }
}
