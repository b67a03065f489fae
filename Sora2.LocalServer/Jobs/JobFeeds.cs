using System.Runtime.CompilerServices;

namespace Sora2.LocalServer.Jobs;

/// <summary>
/// The latest state of jobs that run or are watched. However slow a watcher is, it costs one pending task and never a
/// backlog: it sees the newest state when it comes back.
/// </summary>
internal sealed class JobFeeds
{
    private readonly Lock _lock = new();
    private readonly Dictionary<JobId, Feed> _feeds = [];
    private TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _anything = NewSignal();

    /// <summary>Feeds held now; for tests.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _feeds.Count;
            }
        }
    }

    /// <summary>Completes when the next job ends, whichever it is.</summary>
    public Task NextEnd
    {
        get
        {
            lock (_lock)
            {
                return _ended.Task;
            }
        }
    }

    /// <summary>What is at least as new as the store says, or null when nobody follows the job.</summary>
    public Job? Latest(JobId id)
    {
        lock (_lock)
        {
            return _feeds.GetValueOrDefault(id)?.Latest;
        }
    }

    /// <summary>Ends at the next change of any job; take it before you look at the jobs.</summary>
    public Task Anything
    {
        get
        {
            lock (_lock)
            {
                return _anything.Task;
            }
        }
    }

    /// <summary>Tells those who watch all jobs that one came, went or changed. Call it after the change can be read.</summary>
    public void Announce()
    {
        lock (_lock)
        {
            var anything = _anything;
            _anything = NewSignal();
            anything.SetResult();
        }
    }

    /// <summary>Tells the watchers. Call it after the store has the state; an older one than the last told is left out.</summary>
    public void Publish(Job job)
    {
        lock (_lock)
        {
            Tell(job);
            Announce();
        }
    }

    /// <summary>The job was deleted: its watches end.</summary>
    public void Remove(JobId id)
    {
        lock (_lock)
        {
            if (_feeds.Remove(id, out var feed))
            {
                feed.IsGone = true;
                feed.Signal();
            }

            Announce();
        }
    }

    /// <summary>Every state newer than <paramref name="afterSequence"/>, ending after the last one.</summary>
    /// <param name="load">Reads the job as it is stored; null when it is gone.</param>
    public async IAsyncEnumerable<Job> WatchAsync(
        JobId id, long afterSequence, Func<Job?> load, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var feed = Acquire(id);
        try
        {
            for (var last = afterSequence; ;)
            {
                // Order matters: take the signal, then read. A change after the read raises the signal just taken.
                var (changed, latest) = Look(feed);
                var job = latest ?? load();
                if (job is null || feed.IsGone)
                {
                    yield break;
                }

                if (job.Sequence > last)
                {
                    last = job.Sequence;
                    yield return job;
                }

                if (job.IsFinished)
                {
                    yield break;
                }

                await changed.WaitAsync(cancellationToken);
            }
        }
        finally
        {
            Release(id, feed);
        }
    }

    private void Tell(Job job)
    {
        if (job.IsFinished)
        {
            _ended.TrySetResult();
            _ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        if (!_feeds.TryGetValue(job.Id, out var feed))
        {
            if (job.State != JobState.Running)
            {
                return;
            }

            _feeds.Add(job.Id, feed = new Feed());
        }

        if (feed.Latest is null || feed.Latest.Sequence < job.Sequence)
        {
            feed.Latest = job;
            feed.Signal();
        }

        DropUnused(job.Id, feed);
    }

    private Feed Acquire(JobId id)
    {
        lock (_lock)
        {
            if (!_feeds.TryGetValue(id, out var feed))
            {
                _feeds.Add(id, feed = new Feed());
            }

            feed.Watchers++;
            return feed;
        }
    }

    private (Task Changed, Job? Latest) Look(Feed feed)
    {
        lock (_lock)
        {
            return (feed.Changed, feed.Latest);
        }
    }

    private void Release(JobId id, Feed feed)
    {
        lock (_lock)
        {
            feed.Watchers--;
            DropUnused(id, feed);
        }
    }

    private void DropUnused(JobId id, Feed feed)
    {
        if (feed.Watchers == 0 && feed.Latest?.State != JobState.Running && _feeds.GetValueOrDefault(id) == feed)
        {
            _feeds.Remove(id);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Feed
    {
        private TaskCompletionSource _changed = NewSignal();

        public Job? Latest { get; set; }

        public int Watchers { get; set; }

        public bool IsGone { get; set; }

        public Task Changed => _changed.Task;

        public void Signal()
        {
            var changed = _changed;
            _changed = NewSignal();
            changed.SetResult();
        }
    }
}
