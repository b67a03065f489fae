using Sora2.LocalServer.Model;

namespace Sora2.LocalServer.Tests.Model;

/// <summary>Keeps what a generator reports.</summary>
/// <param name="also">What else is done with each report, at once.</param>
internal sealed class GenerationLog(Action<GenerationProgress>? also = null) : IProgress<GenerationProgress>
{
    public List<GenerationProgress> Reports { get; } = [];

    public void Report(GenerationProgress value)
    {
        Reports.Add(value);
        also?.Invoke(value);
    }
}
