using Sora2.LocalServer.Model.Families.MiniAv.Configuration;
using Sora2.LocalServer.Model.Graphs;

namespace Sora2.LocalServer.Model.Families.MiniAv.Sound;

/// <summary>The layers of the sound autoencoder.</summary>
internal static class SoundLayers
{
    private const int Kernel = 5;

    /// <summary>x + pointwise(relu(conv(relu(x))))</summary>
    /// <param name="x">[stems, width, places]</param>
    public static Value SoundBlock(this Value x, string name, int width) =>
        x + x.Relu().Conv1d($"{name}.conv", width, width, Kernel).Relu().Conv1d($"{name}.point", width, width, 1);

    /// <summary>Real parts, then imaginary ones: [stems, 1, n · hop] to [stems, 2 · bins, n].</summary>
    public static Value Spectrum(this Value samples, SoundConfig config) => samples.Graph.Apply(
        "Conv", [samples, samples.Graph.Weight(FourierBases.Analysis, 2 * config.Bins, 1, config.Window)], Frames(config));

    /// <summary>The inverse of <see cref="Spectrum"/>, by overlap-add.</summary>
    public static Value Waveform(this Value spectrum, SoundConfig config) => spectrum.Graph.Apply(
        "ConvTranspose", [spectrum, spectrum.Graph.Weight(FourierBases.Synthesis, 2 * config.Bins, 1, config.Window)], Frames(config));

    /// <summary>Channels become time: [stems, stride · channels, n] to [stems, channels, n · stride].</summary>
    public static Value Unstack(this Value x, int stride, int channels) =>
        x.Reshape(0, stride, channels, -1).Transpose(0, 2, 3, 1).Reshape(0, channels, -1);

    /// <summary>Time becomes channels, the inverse of <see cref="Unstack"/>: [stems, channels, n · stride] to [stems, stride · channels, n].</summary>
    public static Value Stack(this Value x, int stride, int channels) =>
        x.Reshape(0, channels, -1, stride).Transpose(0, 3, 1, 2).Reshape(0, stride * channels, -1);

    // Window k is centred on the k-th hop, so that n hops give n windows.
    private static GraphAttribute[] Frames(SoundConfig config)
    {
        long pad = (config.Window - config.Hop) / 2;
        return [("kernel_shape", [config.Window]), ("strides", [config.Hop]), ("pads", [pad, pad])];
    }
}
