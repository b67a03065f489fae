using Sora2.LocalServer.Jobs;

namespace Sora2.LocalServer.Dashboard.Queue;

/// <param name="Waiting">The next to run first.</param>
/// <param name="Ended">Newest first.</param>
internal sealed record QueueSnapshot(IReadOnlyList<Job> Running, IReadOnlyList<Job> Waiting, IReadOnlyList<Job> Ended);
