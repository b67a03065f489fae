namespace Sora2.LocalServer.Planning;

/// <summary>The noise levels of a run, from all noise down to none.</summary>
internal static class SigmaSchedule
{
    /// <summary><paramref name="steps"/> + 1 levels: s·t / (1 + (s − 1)·t) for t evenly spaced from 1 to 0.</summary>
    /// <param name="shift">s; above 1 spends more steps where noise is strong (Esser et al. 2024, arXiv:2403.03206).</param>
    public static IReadOnlyList<float> Of(int steps, double shift) =>
    [
        .. Enumerable.Range(0, steps + 1)
            .Select(i => 1 - ((double)i / steps))
            .Select(t => (float)(shift * t / (1 + ((shift - 1) * t)))),
    ];
}
