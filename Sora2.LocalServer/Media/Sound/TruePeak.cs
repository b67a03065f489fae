using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Media.Sound;

/// <summary>The peak of the wave between the samples, by fourfold oversampling as ITU-R BS.1770 Annex 2 asks.</summary>
internal static class TruePeak
{
    private const int Oversampling = 4;

    // Annex 2 has six on each side: as many again and more, and still a fourth of the time that sound to be heard would take.
    private const int ZeroCrossings = 16;
    private static readonly Resampler s_resampler = new(1, Oversampling, ZeroCrossings);

    /// <summary>Largest magnitude, samples themselves included; 1 is full scale.</summary>
    public static double Of(ReadOnlySpan<float> samples)
    {
        if (samples.IsEmpty)
        {
            return 0;
        }

        var fine = new float[checked(samples.Length * Oversampling)];
        s_resampler.Convert(samples, fine);
        var between = System.Numerics.Tensors.TensorPrimitives.MaxMagnitude<float>(fine);
        var at = System.Numerics.Tensors.TensorPrimitives.MaxMagnitude(samples);
        return Math.Max(Math.Abs(between), Math.Abs(at));
    }
}
