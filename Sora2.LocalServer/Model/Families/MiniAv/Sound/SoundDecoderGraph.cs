using Sora2.LocalServer.Model.Families.MiniAv.Configuration;
using Sora2.LocalServer.Model.Graphs;

namespace Sora2.LocalServer.Model.Families.MiniAv.Sound;

/// <summary>
/// Latents to sound: given white noise shaped by the powers of bands, corrected bin by bin, plus a part with phases of its own,
/// what rings.
/// </summary>
/// <remarks>Serra and Smith 1990; with learned parts Engel et al. 2020, arXiv:2001.04643.</remarks>
internal static class SoundDecoderGraph
{
    // Half the logarithm of a power is that of a magnitude; clipped, so that a broken latent does not explode.
    private const float LeastLogPower = -12;
    private const float MostLogPower = 8;
    private const float LeastLogRing = -12;
    private const float MostLogRing = 4;

    // What a network of zeros rings at: inaudible.
    private const float RingOffset = -5;

    // Silence is one point of the code: this much is added to powers before their logarithm, and taken away again.
    internal const float PowerFloor = 1e-4f;
    private const float MagnitudeEpsilon = 1e-12f;
    private const float DirectionEpsilon = 1e-4f;

    // Mean of the squared Hann window: the power of white noise in every bin, per sample of the window.
    private const double HannPower = 0.375;

    /// <summary>
    /// Inputs: latent [stems, channels, n], noise [stems, 1, n · latent hop] of unit variance. Output: samples
    /// [stems, 1, n · latent hop].
    /// </summary>
    public static Graph Build(SoundConfig config)
    {
        var graph = new Graph("sound decoder");
        var latent = graph.Input("latent", ElementType.Float32, "stems", config.Channels, "places");
        var noise = graph.Input("noise", ElementType.Float32, "stems", 1, "samples");

        var parts = Network(latent, config).Split(1, config.Bins, config.Bins, config.Bins, config.Bins);
        var (correction, tone, toneReal, toneImaginary) = (parts[0], parts[1], parts[2], parts[3]);
        var powers = graph.Weight(FourierBases.FromBands, config.Bins, config.Bands).MatMul(
            latent.Conv1d("decode_base", config.Channels, config.Bands * config.Stride, 1).Unstack(config.Stride, config.Bands));
        var power = (powers + (correction * 2f)).Clamp(LeastLogPower, MostLogPower).Exp();
        var magnitude = ((power + -PowerFloor).Relu() + MagnitudeEpsilon).Sqrt() * (float)(1 / Math.Sqrt(HannPower * config.Window));
        var size = ((toneReal * toneReal) + (toneImaginary * toneImaginary) + DirectionEpsilon).Sqrt();
        var ring = (tone + RingOffset).Clamp(LeastLogRing, MostLogRing).Exp() / size;

        var noiseParts = noise.Spectrum(config).Split(1, config.Bins, config.Bins);
        var real = (noiseParts[0] * magnitude) + (toneReal * ring);
        var imaginary = (noiseParts[1] * magnitude) + (toneImaginary * ring);
        graph.Output("samples", Shaping.Concat(1, real, imaginary).Waveform(config));
        return graph;
    }

    private static Value Network(Value latent, SoundConfig config)
    {
        var x = latent.Conv1d("enter", config.Channels, config.Width, 3);
        for (var i = 0; i < config.Blocks; i++)
        {
            x = x.SoundBlock($"low.{i}", config.Width);
        }

        x = x.Conv1d("up", config.Width, config.Width * config.Stride, 1).Unstack(config.Stride, config.Width);
        for (var i = 0; i < config.Blocks; i++)
        {
            x = x.SoundBlock($"high.{i}", config.Width);
        }

        return x.Relu().Conv1d("leave", config.Width, 4 * config.Bins, 1);
    }

}
