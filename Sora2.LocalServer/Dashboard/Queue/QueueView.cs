using Sora2.LocalServer.Jobs;

namespace Sora2.LocalServer.Dashboard.Queue;

/// <summary>The queue as pages show it: read once after every change, however many pages are open. Thread-safe.</summary>
internal sealed class QueueView(JobQueue jobs)
{
    private const int MostRunning = 10;
    private const int MostWaiting = 500;
    private const int MostEnded = 40;

    private static readonly JobState[] s_ends = [JobState.Succeeded, JobState.Failed, JobState.Cancelled, JobState.Quarantined];

    private readonly Lock _lock = new();
    private Task? _change;
    private QueueSnapshot _last = new([], [], []);

    public QueueSnapshot Read()
    {
        lock (_lock)
        {
            // Taken before the jobs are read: what changes meanwhile is read anew.
            var change = jobs.AnyChange;
            if (change != _change)
            {
                _last = new QueueSnapshot(
                    [.. jobs.List(MostRunning, null, JobState.Running).Jobs.Where(static job => !job.IsFinished)],
                    jobs.Waiting(MostWaiting),
                    [.. s_ends.SelectMany(end => jobs.List(MostEnded, null, end).Jobs).OrderByDescending(static job => job.FinishedAt).Take(MostEnded)]);
                _change = change;
            }

            return _last;
        }
    }
}
