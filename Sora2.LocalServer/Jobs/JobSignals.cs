namespace Sora2.LocalServer.Jobs;

/// <summary>What the queue tells the runner: there is work, or the job that runs is cancelled.</summary>
internal sealed class JobSignals : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _work = new(0, 1);
    private JobId _running;
    private CancellationTokenSource? _cancellation;

    /// <summary>There may be work.</summary>
    public void Wake()
    {
        lock (_lock)
        {
            if (_work.CurrentCount == 0)
            {
                _work.Release();
            }
        }
    }

    /// <summary>Returns when there may be work.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _work.WaitAsync(cancellationToken);

    /// <summary>A job begins to run; the token says that it is cancelled.</summary>
    public CancellationToken Begin(JobId id)
    {
        lock (_lock)
        {
            _running = id;
            _cancellation = new CancellationTokenSource();
            return _cancellation.Token;
        }
    }

    /// <summary>Cancels the job if it is the one that runs.</summary>
    public void Cancel(JobId id)
    {
        CancellationTokenSource? cancellation;
        lock (_lock)
        {
            cancellation = _running == id ? _cancellation : null;
        }

        cancellation?.Cancel();
    }

    /// <summary>No job runs. The source is left to the collector: a cancel may be under way.</summary>
    public void End()
    {
        lock (_lock)
        {
            _running = default;
            _cancellation = null;
        }
    }

    public void Dispose() => _work.Dispose();
}
