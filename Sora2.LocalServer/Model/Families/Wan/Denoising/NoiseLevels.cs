using Sora2.LocalServer.Model.Families.Wan.Configuration;

namespace Sora2.LocalServer.Model.Families.Wan.Denoising;

/// <summary>The noise levels that steps go through, and the timesteps by which the model knows them.</summary>
/// <param name="Sigmas">From nearly 1 to 0, one more than there are steps.</param>
/// <param name="Timesteps">0..1000, one a step.</param>
internal sealed record NoiseLevels(IReadOnlyList<float> Sigmas, IReadOnlyList<float> Timesteps)
{
    private const double BelowOne = 1e-6;

    /// <summary>As the pack's scheduler spreads them.</summary>
    /// <param name="shift">In place of the pack's: above 1 spends more of the steps where noise is strong.</param>
    /// <remarks>
    /// sigma ← shift · sigma / (1 + (shift − 1) · sigma); Esser et al. 2024, arXiv:2403.03206. UniPC begins just below 1, where the logarithm
    /// of the signal is finite, and cuts its timesteps to whole numbers.
    /// </remarks>
    public static NoiseLevels Of(WanSchedulerConfig config, int steps, double? shift = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        var by = shift ?? config.SigmaShift;
        var count = config.NumTrainTimesteps;
        var sigmas = new float[steps + 1];
        var timesteps = new float[steps];
        for (var i = 0; i < steps; i++)
        {
            var even = config.IsUniPc
                ? 1 - ((1 - (1.0 / count)) * i / steps)
                : steps == 1 ? 1 : 1 - ((1 - LastOfEuler(by, count)) * i / (steps - 1));
            var sigma = by * even / (1 + ((by - 1) * even));
            sigma = config.IsUniPc ? Math.Min(sigma, 1 - BelowOne) : sigma;
            sigmas[i] = (float)sigma;
            timesteps[i] = config.IsUniPc ? (float)Math.Floor(sigma * count) : (float)(sigma * count);
        }

        return new NoiseLevels(sigmas, timesteps);
    }

    /// <summary>What the model is told of a timestep: cosines, then sines [frequencies].</summary>
    public static float[] Sinusoid(float timestep, int frequencies)
    {
        var half = frequencies / 2;
        var told = new float[frequencies];
        for (var i = 0; i < half; i++)
        {
            // In F32, as training had it.
            var angle = timestep * MathF.Exp(-MathF.Log(10000f) * i / half);
            (told[i], told[half + i]) = (MathF.Cos(angle), MathF.Sin(angle));
        }

        return told;
    }

    // The smallest level of training, which is shifted once before the steps are spread.
    private static double LastOfEuler(double shift, int count)
    {
        var smallest = 1.0 / count;
        return shift * smallest / (1 + ((shift - 1) * smallest));
    }
}
