using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Jobs.Workers;
using Sora2.LocalServer.Model;
using Sora2.LocalServer.Planning;

namespace Sora2.LocalServer.Tests.Jobs;

/// <summary>A worker without a process, for tests of the queue alone; keeps the contract, deaths included.</summary>
internal sealed class InProcessWorker : IShotWorker
{
    /// <summary>Runs before a reel is made: throw to fail, wait to be slow.</summary>
    public Func<GenerationPlan, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Seeds of all reels begun, in order.</summary>
    public List<long> Seeds { get; } = [];

    public async Task GenerateAsync(
        GenerationPlan plan, string reelPath, IProgress<GenerationProgress> progress, CancellationToken cancellationToken)
    {
        Seeds.Add(plan.Seed);
        await Before(plan, cancellationToken);
        using var reel = new ReelWriter(reelPath, plan.ReelHeader);
        new TestShotGenerator().Generate(plan, reel, id => id, progress, cancellationToken);
        reel.Complete();
    }
}
