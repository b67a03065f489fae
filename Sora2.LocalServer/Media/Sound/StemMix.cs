using System.Numerics.Tensors;
using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Media.Sound;

/// <summary>
/// A shot's sound as it is delivered: every stem, and the mix that is their sum sample by sample, 24 bit at 48 kHz.
/// </summary>
/// <remarks>
/// One gain for all stems, never above 1, keeps the true peak of the mix and of each stem at -1 dBTP or below; stems are not
/// levelled against each other. Stems are rounded first and the mix is the sum of the rounded stems, so they sum exactly. No
/// dither: the rounding noise lies at -146 dB, below any stem's own.
/// </remarks>
internal sealed class StemMix
{
    public const int SampleRate = 48_000;

    /// <summary>-1 dBTP.</summary>
    public const double Ceiling = 0.891250938;

    /// <summary>Full scale of 24 bit.</summary>
    public const int FullScale = 8_388_607;

    private StemMix(IReadOnlyDictionary<StemKind, int[]> stems, int[] mix, double gain)
    {
        Stems = stems;
        Mix = mix;
        Gain = gain;
    }

    /// <summary>Mono samples of each stem the reel has, in ±<see cref="FullScale"/>.</summary>
    public IReadOnlyDictionary<StemKind, int[]> Stems { get; }

    public int[] Mix { get; }

    /// <summary>What every stem was multiplied with, 0 to 1.</summary>
    public double Gain { get; }

    /// <summary>Takes a reel's stems to 48 kHz and exactly the length of its frames.</summary>
    /// <exception cref="InvalidDataException">A stem holds a sample that is not a number.</exception>
    public static StemMix Of(Reel reel)
    {
        var length = checked((int)reel.Header.FrameRate.SamplesIn(reel.Header.Picture.Frames, SampleRate));
        var resampler = new Resampler(reel.Header.SampleRate, SampleRate);
        var stems = new Dictionary<StemKind, float[]>();
        foreach (var kind in reel.Header.Stems)
        {
            var samples = reel.Stem(kind);
            // One sample that is no number makes the sum none.
            if (!float.IsFinite(TensorPrimitives.SumOfMagnitudes(samples)))
            {
                throw new InvalidDataException($"The {kind} stem holds samples that are not numbers; the model made no sound.");
            }

            stems[kind] = new float[length];
            resampler.Convert(samples, stems[kind]);
        }

        return Of(stems, length);
    }

    /// <param name="stems">At 48 kHz, 1 is full scale; all <paramref name="length"/> samples long.</param>
    public static StemMix Of(IReadOnlyDictionary<StemKind, float[]> stems, int length)
    {
        var sum = new float[length];
        foreach (var samples in stems.Values)
        {
            TensorPrimitives.Add(sum, samples, sum);
        }

        var peak = stems.Values.Append(sum).AsParallel().Max(samples => TruePeak.Of(samples));
        var gain = peak > Ceiling ? Ceiling / peak : 1.0;
        return Of(stems.ToDictionary(stem => stem.Key, stem => Round(stem.Value, gain)), length, gain);
    }

    /// <summary>This sound with other stems in the place of its own; all are as long as the mix.</summary>
    public StemMix With(IReadOnlyDictionary<StemKind, int[]> others)
    {
        var stems = Stems.Keys.Union(others.Keys).Order().ToDictionary(kind => kind, kind => others.GetValueOrDefault(kind) ?? Stems[kind]);
        return Of(stems, Mix.Length, Gain);
    }

    /// <summary>A retake's sound: this one in the place of a range, the originals outside it, each stem for itself.</summary>
    /// <param name="originals">A stem that is missing here or there is silent.</param>
    /// <param name="first">First sample of the range; a fade of 10 ms lies inside the range at each edge where the original goes on.</param>
    /// <param name="end">First sample after the range.</param>
    /// <param name="length">Samples of the whole shot.</param>
    /// <remarks>Fades are linear: where both sounds keep the ceiling, so does what lies between them.</remarks>
    public StemMix Into(IReadOnlyDictionary<StemKind, int[]> originals, int first, int end, int length)
    {
        var fade = Math.Min(SampleRate / 100, (end - first) / 2);
        var stems = new Dictionary<StemKind, int[]>();
        foreach (var kind in Stems.Keys.Union(originals.Keys).Order())
        {
            var made = Stems.GetValueOrDefault(kind);
            var stem = new int[length];
            originals.GetValueOrDefault(kind)?.AsSpan(0, stem.Length).CopyTo(stem);
            for (var i = first; i < end; i++)
            {
                var rising = first > 0 && fade > 0 ? Math.Min(1, (i - first + 0.5) / fade) : 1;
                var falling = end < stem.Length && fade > 0 ? Math.Min(1, (end - i - 0.5) / fade) : 1;
                var share = Math.Min(rising, falling);
                // A range may be a sample longer or shorter than its frames are by themselves.
                var now = made is null ? 0 : made[Math.Min(i - first, made.Length - 1)];
                stem[i] = (int)Math.Round((stem[i] * (1 - share)) + (now * share));
            }

            stems[kind] = stem;
        }

        return Of(stems, length, Gain);
    }

    private static StemMix Of(IReadOnlyDictionary<StemKind, int[]> rounded, int length, double gain)
    {
        var mix = new int[length];
        foreach (var samples in rounded.Values)
        {
            TensorPrimitives.Add(mix, samples, mix);
        }

        return new StemMix(rounded, mix, gain);
    }

    private static int[] Round(float[] samples, double gain) =>
        Array.ConvertAll(samples, sample => (int)Math.Round(sample * gain * FullScale));
}
