using Sora2.LocalServer.Model.Families.MiniAv.Configuration;
using Sora2.LocalServer.Model.Graphs;
using Sora2.LocalServer.Model.Runtime;

namespace Sora2.LocalServer.Model.Families.MiniAv.Sound;

/// <summary>The weights of the music autoencoder that are computed, not learned: oscillators and filters; and the oscillators' phases.</summary>
internal sealed class MusicBases : IDisposable
{
    /// <summary>[2 · bands, 1, 2 · hop]: cosines, then sines of every semitone from phase 0, each under the ramp.</summary>
    public const string Sines = "computed.sines";

    /// <summary>[noise bands, 1, noise window]: filters that give noise of unit variance its bands, with unit variance again.</summary>
    public const string NoiseFilters = "computed.noise_filters";

    /// <summary>[noise bands, 1, 2 · hop]: a triangle two hops long; those of neighbouring frames sum to 1.</summary>
    public const string Ramps = "computed.ramps";

    private const double LowestNoise = 60;

    // Of the sample rate: a little below what it can hold.
    private const double HighestNoise = 0.45;

    // A golden section of a turn between oscillators: notes struck together do not add up to a click.
    private const double TurnBetween = 0.6180339887498949;

    private readonly Dictionary<string, Tensor> _tensors = [];

    public MusicBases(MusicConfig config)
    {
        _tensors[Sines] = Tensor.Of(SinesOf(config), 2 * config.Bands, 1, 2 * config.Hop);
        _tensors[NoiseFilters] = Tensor.Of(FiltersOf(config), config.NoiseBands, 1, config.NoiseWindow);
        var ramps = new float[config.NoiseBands * 2 * config.Hop];
        for (var i = 0; i < ramps.Length; i++)
        {
            ramps[i] = (float)Ramp(config, i % (2 * config.Hop));
        }

        _tensors[Ramps] = Tensor.Of(ramps, config.NoiseBands, 1, 2 * config.Hop);
    }

    /// <summary>Sines, then cosines of the oscillators' phases where frames begin: [1, 2 · bands, frames], an input of the decoder.</summary>
    /// <remarks>In double precision and modulo one turn: in single precision a minute of music would drift out of tune.</remarks>
    /// <param name="first">The number of the first of them: a part goes on where the one before it ends.</param>
    public static Tensor Phases(MusicConfig config, int frames, int first = 0)
    {
        var phases = new float[2 * config.Bands * frames];
        for (var band = 0; band < config.Bands; band++)
        {
            for (var frame = 0; frame < frames; frame++)
            {
                var sample = ((long)(first + frame) * config.Hop) - (config.Hop / 2);
                var turns = (TurnsPerSample(config, band) * sample) + (band * TurnBetween);
                var (sine, cosine) = Math.SinCos(2 * Math.PI * (turns - Math.Floor(turns)));
                phases[(band * frames) + frame] = (float)sine;
                phases[((config.Bands + band) * frames) + frame] = (float)cosine;
            }
        }

        return Tensor.Of(phases, 1, 2 * config.Bands, frames);
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

    private static double TurnsPerSample(MusicConfig config, int band) =>
        440 * Math.Pow(2, (band + config.Lowest - 69) / 12.0) / config.SampleRate;

    private static double Ramp(MusicConfig config, int n) =>
        n < config.Hop ? (n + 0.5) / config.Hop : ((2 * config.Hop) - n - 0.5) / config.Hop;

    private static float[] SinesOf(MusicConfig config)
    {
        var (bands, length) = (config.Bands, 2 * config.Hop);
        var sines = new float[2 * bands * length];
        for (var band = 0; band < bands; band++)
        {
            for (var n = 0; n < length; n++)
            {
                var (sine, cosine) = Math.SinCos(2 * Math.PI * TurnsPerSample(config, band) * n);
                sines[(band * length) + n] = (float)(cosine * Ramp(config, n));
                sines[((bands + band) * length) + n] = (float)(sine * Ramp(config, n));
            }
        }

        return sines;
    }

    // Differences of two low-passes under a Hann window; the edges are even on a logarithmic scale.
    private static float[] FiltersOf(MusicConfig config)
    {
        var (count, length) = (config.NoiseBands, config.NoiseWindow);
        var ratio = HighestNoise * config.SampleRate / LowestNoise;
        var filters = new float[count * length];
        var filter = new double[length];
        for (var band = 0; band < count; band++)
        {
            var low = LowestNoise * Math.Pow(ratio, (double)band / count) / config.SampleRate;
            var high = LowestNoise * Math.Pow(ratio, (band + 1.0) / count) / config.SampleRate;
            var power = 0.0;
            for (var i = 0; i < length; i++)
            {
                var hann = 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / (length - 1)));
                filter[i] = (LowPass(high, i - (length / 2)) - LowPass(low, i - (length / 2))) * hann;
                power += filter[i] * filter[i];
            }

            for (var i = 0; i < length; i++)
            {
                filters[(band * length) + i] = (float)(filter[i] / Math.Sqrt(power));
            }
        }

        return filters;
    }

    private static double LowPass(double turns, int n) => n == 0 ? 2 * turns : Math.Sin(2 * Math.PI * turns * n) / (Math.PI * n);
}
