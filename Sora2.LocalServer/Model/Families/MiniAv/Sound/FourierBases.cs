using Sora2.LocalServer.Model.Families.MiniAv.Configuration;
using Sora2.LocalServer.Model.Graphs;
using Sora2.LocalServer.Model.Runtime;

namespace Sora2.LocalServer.Model.Families.MiniAv.Sound;

/// <summary>The weights of the sound autoencoder that are computed, not learned: Fourier transforms of one Hann window, mel bands.</summary>
internal sealed class FourierBases : IDisposable
{
    /// <summary>[2 · bins, 1, window], real parts, then imaginary ones.</summary>
    public const string Analysis = "computed.analysis";

    /// <summary>[2 · bins, 1, window]: overlap-add at a quarter of the window undoes the analysis.</summary>
    public const string Synthesis = "computed.synthesis";

    /// <summary>[bins, bands]: what each band gives to each bin; a bin's parts sum to 1.</summary>
    public const string FromBands = "computed.from_bands";

    /// <summary>[bands, bins]: each band's mean over its bins.</summary>
    public const string ToBands = "computed.to_bands";

    // The squares of Hann windows a quarter of their length apart sum to 1.5.
    private const double OverlapSum = 1.5;

    private readonly Dictionary<string, Tensor> _tensors = [];

    public FourierBases(SoundConfig config)
    {
        var (bins, window) = (config.Bins, config.Window);
        var (analysis, synthesis) = (new float[2 * bins * window], new float[2 * bins * window]);
        for (var bin = 0; bin < bins; bin++)
        {
            var weight = (bin == 0 || bin == bins - 1 ? 1.0 : 2.0) / window / OverlapSum;
            for (var n = 0; n < window; n++)
            {
                var hann = 0.5 - (0.5 * Math.Cos(2 * Math.PI * n / window));
                // The product is taken modulo one turn, so that the angle stays exact.
                var (sine, cosine) = Math.SinCos(2 * Math.PI * ((long)bin * n % window) / window);
                var (real, imaginary) = ((bin * window) + n, ((bins + bin) * window) + n);
                (analysis[real], analysis[imaginary]) = ((float)(cosine * hann), (float)(-sine * hann));
                (synthesis[real], synthesis[imaginary]) = ((float)(cosine * hann * weight), (float)(-sine * hann * weight));
            }
        }

        _tensors[Analysis] = Tensor.Of(analysis, 2 * bins, 1, window);
        _tensors[Synthesis] = Tensor.Of(synthesis, 2 * bins, 1, window);
        var bands = BandsOf(config);
        _tensors[FromBands] = Tensor.Of(bands, bins, config.Bands);
        _tensors[ToBands] = Tensor.Of(MeansOf(bands, config), config.Bands, bins);
    }

    /// <summary>A computed weight, or null when the name is one of the pack's.</summary>
    public Tensor? Find(WeightUse use) => _tensors.GetValueOrDefault(use.Name);

    public void Dispose()
    {
        foreach (var tensor in _tensors.Values)
        {
            tensor.Dispose();
        }
    }

    // Triangles whose centres lie evenly on the mel scale.
    private static float[] BandsOf(SoundConfig config)
    {
        var top = Mel(config.SampleRate / 2.0);
        var step = top / (config.Bands - 1);
        var weights = new float[config.Bins * config.Bands];
        for (var bin = 0; bin < config.Bins; bin++)
        {
            var place = Mel(config.SampleRate / 2.0 * bin / (config.Bins - 1));
            for (var band = 0; band < config.Bands; band++)
            {
                weights[(bin * config.Bands) + band] = (float)Math.Max(0, 1 - (Math.Abs(place - (band * step)) / step));
            }
        }

        return weights;
    }

    private static float[] MeansOf(float[] bands, SoundConfig config)
    {
        var means = new float[bands.Length];
        for (var band = 0; band < config.Bands; band++)
        {
            var sum = 0.0;
            for (var bin = 0; bin < config.Bins; bin++)
            {
                sum += bands[(bin * config.Bands) + band];
            }

            for (var bin = 0; bin < config.Bins; bin++)
            {
                means[(band * config.Bins) + bin] = (float)(bands[(bin * config.Bands) + band] / sum);
            }
        }

        return means;
    }

    private static double Mel(double frequency) => 1127 * Math.Log(1 + (frequency / 700));
}
