using Sora2.LocalServer.Model;
using Sora2.LocalServer.Planning;

namespace Sora2.LocalServer.Jobs.Workers;

/// <summary>Makes reels outside this process, one at a time.</summary>
internal interface IShotWorker
{
    /// <summary>Fills a new reel at <paramref name="reelPath"/>; a failed call leaves no file there that a reader would take.</summary>
    /// <exception cref="WorkerDiedException">The worker ended in the middle. The next call gets a new one.</exception>
    /// <exception cref="GenerationFailedException">The worker says that it cannot.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the worker no longer writes.</exception>
    Task GenerateAsync(
        GenerationPlan plan, string reelPath, IProgress<GenerationProgress> progress, CancellationToken cancellationToken);
}
