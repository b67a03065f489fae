using Sora2.LocalServer.Planning;
using Sora2.LocalServer.Planning.Memory;

namespace Sora2.LocalServer.Jobs.Faults;

/// <summary>A worker had less memory than a plan said that it would take.</summary>
/// <param name="plan">The one that was tried.</param>
/// <param name="inner">What the worker said, or how it ended.</param>
internal sealed class MemoryRanOutException(GenerationPlan plan, Exception inner) : Exception(Describe(plan), inner)
{
    private static string Describe(GenerationPlan plan)
    {
        var tried = plan.Memory == plan.LeastMemory
            ? $"with the least that pack {plan.Pack} makes this shot with, {MemoryPlanner.Text(plan.Memory.PeakBytes)}"
            : $"with {MemoryPlanner.Text(plan.Memory.PeakBytes)} planned";
        return $"Memory ran out, {tried}. What takes less: fewer seconds, or a smaller pack. What gives more: close other programs, or lift the limit that holds the server's processes.";
    }
}
