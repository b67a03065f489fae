using Sora2.LocalServer.Model.Families.MiniAv.Configuration;
using Sora2.LocalServer.Model.Graphs;

namespace Sora2.LocalServer.Model.Families.MiniAv.Sound;

/// <summary>Latents to music: amplitudes of one oscillator a semitone, corrected by a network, plus noise in bands.</summary>
/// <remarks>Serra and Smith 1990; with learned parts Engel et al. 2020, arXiv:2001.04643.</remarks>
internal static class MusicDecoderGraph
{
    // The code is of roots of magnitudes. Clipped, so that a broken latent does not explode.
    private const float MostRoot = 1.5f;
    private const float MostMean = 1;
    private const float MostCorrection = 16;

    // How round the corner is where a band falls silent, in parts of the frame's mean.
    private const float Softness = 0.1f;
    private const float Epsilon = 1e-12f;

    // In parts of the mean's square.
    private const float LeastLogHiss = -12;
    private const float MostLogHiss = 4;

    /// <summary>
    /// Inputs: latent [batch, channels, n], noise [batch, 1, n · latent hop] of unit variance, phases
    /// [1, 2 · bands, stride · n] of <see cref="MusicBases.Phases"/>. Output: samples [batch, 1, n · latent hop].
    /// </summary>
    public static Graph Build(MusicConfig config)
    {
        var graph = new Graph("music decoder");
        var latent = graph.Input("latent", ElementType.Float32, "batch", config.Channels, "places");
        var noise = graph.Input("noise", ElementType.Float32, "batch", 1, "samples");
        var phases = graph.Input("phases", ElementType.Float32, 1, 2 * config.Bands, "frames");

        var parts = Network(latent, config).Split(1, config.Bands, config.NoiseBands);
        var roots = latent.Conv1d("decode_base", config.Channels, config.Bands * config.Stride, 1).Unstack(config.Stride, config.Bands);
        // All is in parts of the mean, so that silence, where it is 0, stays silent.
        var mean = Mean(roots.Relu()).Clamp(0, MostMean);
        var corrected = roots.Clamp(-MostRoot, MostRoot) + (mean * parts[0].Clamp(-MostCorrection, MostCorrection));
        var soft = mean * Softness;
        var root = (corrected + ((corrected * corrected) + (soft * soft) + Epsilon).Sqrt()) * 0.5f;
        var amplitude = root * root;
        var hiss = mean * mean * parts[1].Clamp(LeastLogHiss, MostLogHiss).Exp();

        var tones = (Shaping.Concat(1, amplitude, amplitude) * phases).OverlapAdd(MusicBases.Sines, 2 * config.Bands, 1, config);
        var carriers = graph.Apply(
            "Conv",
            [noise, graph.Weight(MusicBases.NoiseFilters, config.NoiseBands, 1, config.NoiseWindow)],
            ("kernel_shape", [config.NoiseWindow]),
            ("pads", [config.NoiseWindow / 2, config.NoiseWindow / 2]));
        var spread = hiss.OverlapAdd(MusicBases.Ramps, config.NoiseBands, config.NoiseBands, config);
        graph.Output("samples", tones + graph.Apply("ReduceSum", [spread * carriers, graph.Integers(1)]));
        return graph;
    }

    private static Value Network(Value latent, MusicConfig config)
    {
        var x = latent.Conv1d("enter", config.Channels, config.Width, 3);
        x = x.Conv1d("up", config.Width, config.Width * config.Stride, 1).Unstack(config.Stride, config.Width);
        for (var i = 0; i < config.Blocks; i++)
        {
            x = x.SoundBlock($"blocks.{i}", config.Width);
        }

        return x.Relu().Conv1d("leave", config.Width, config.Bands + config.NoiseBands, 1);
    }

    private static Value Mean(Value x) => x.Graph.Apply("ReduceMean", [x, x.Graph.Integers(1)]);

    // Frame k is centred on the k-th hop and reaches to its neighbours' centres.
    private static Value OverlapAdd(this Value frames, string weight, int inputs, int groups, MusicConfig config) => frames.Graph.Apply(
        "ConvTranspose",
        [frames, frames.Graph.Weight(weight, inputs, 1, 2 * config.Hop)],
        ("kernel_shape", [2L * config.Hop]),
        ("strides", [config.Hop]),
        ("pads", [config.Hop / 2, config.Hop / 2]),
        ("group", groups));
}
