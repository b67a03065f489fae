using Microsoft.Extensions.Logging;
using Sora2.LocalServer.Jobs.Faults;
using Sora2.LocalServer.Model;
using Sora2.LocalServer.Planning;

namespace Sora2.LocalServer.Jobs.Workers;

/// <summary>
/// Keeps one worker process: starts it for the first shot, keeps it warm for the next, ends it when nothing comes, replaces
/// it when it dies.
/// </summary>
internal sealed class WorkerHost : IShotWorker, IAsyncDisposable
{
    private readonly WorkerCommand _command;
    private readonly Func<JobOptions> _options;
    private readonly TimeProvider _time;
    private readonly ILogger<WorkerHost> _log;
    private readonly SemaphoreSlim _busy = new(1);
    private readonly ITimer _idle;
    private WorkerProcess? _worker;

    /// <param name="options">Asked anew for every shot.</param>
    public WorkerHost(WorkerCommand command, Func<JobOptions> options, TimeProvider time, ILogger<WorkerHost> log)
    {
        _command = command;
        _options = options;
        _time = time;
        _log = log;
        _idle = time.CreateTimer(_ => EndIdleWorker(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The worker kept now, or null.</summary>
    public int? ProcessId => _worker is { IsAlive: true } worker ? worker.Id : null;

    /// <inheritdoc/>
    public async Task GenerateAsync(
        GenerationPlan plan, string reelPath, IProgress<GenerationProgress> progress, CancellationToken cancellationToken)
    {
        await _busy.WaitAsync(cancellationToken);
        try
        {
            _idle.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            var worker = TakeWorker();
            await worker.SendAsync(new WorkerRequest(plan, reelPath));
            await FollowAsync(worker, progress, cancellationToken);
        }
        finally
        {
            _idle.Change(_options().WorkerIdle, Timeout.InfiniteTimeSpan);
            _busy.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _idle.DisposeAsync();
        DropWorker();
        _busy.Dispose();
    }

    private WorkerProcess TakeWorker()
    {
        if (_worker is { IsAlive: false })
        {
            DropWorker();
        }

        if (_worker is null)
        {
            _worker = WorkerProcess.Start(_command, _log);
            Log.WorkerStarted(_log, _worker.Id);
        }

        return _worker;
    }

    private async Task FollowAsync(WorkerProcess worker, IProgress<GenerationProgress> progress, CancellationToken cancellationToken)
    {
        var options = _options();
        var kills = MemoryKills.Count();

        // A worker in a long native call answers late or never: it is asked first and killed after a while.
        await using var kill = _time.CreateTimer(_ => worker.Kill(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await using var hung = _time.CreateTimer(
            _ =>
            {
                Log.WorkerHung(_log, worker.Id, options.WorkerSilence);
                worker.Kill();
            },
            null,
            options.WorkerSilence,
            Timeout.InfiniteTimeSpan);
        await using var cancel = cancellationToken.Register(() =>
        {
            kill.Change(options.CancelGrace, Timeout.InfiniteTimeSpan);
            _ = worker.SendAsync(new WorkerRequest(null, null));
        });

        while (true)
        {
            var reply = await worker.ReadAsync();
            hung.Change(options.WorkerSilence, Timeout.InfiniteTimeSpan);
            switch (reply)
            {
                case null:
                    var exitCode = await worker.ExitCodeAsync();
                    var memoryRanOut = worker.SaidOutOfMemory || MemoryKills.Took(exitCode, kills);
                    DropWorker();
                    cancellationToken.ThrowIfCancellationRequested();
                    Log.WorkerDied(_log, exitCode);
                    throw new WorkerDiedException(exitCode, memoryRanOut);

                case { Kind: WorkerReplyKind.Progress, Progress: { } step }:
                    progress.Report(step);
                    break;

                case { Kind: WorkerReplyKind.Done }:
                    cancellationToken.ThrowIfCancellationRequested();
                    return;

                case { Kind: WorkerReplyKind.Cancelled }:
                    throw new OperationCanceledException(cancellationToken);

                case { Kind: WorkerReplyKind.Failed } failed:
                    // Nobody knows what a failure left behind in native memory.
                    DropWorker();
                    cancellationToken.ThrowIfCancellationRequested();
                    throw new GenerationFailedException(failed.Code ?? JobErrorCodes.Internal, failed.Message ?? "no reason given");
            }
        }
    }

    private void EndIdleWorker()
    {
        if (!_busy.Wait(0))
        {
            return;
        }

        try
        {
            if (_worker is not null)
            {
                Log.WorkerIdle(_log, _worker.Id);
                DropWorker();
            }
        }
        finally
        {
            _busy.Release();
        }
    }

    private void DropWorker()
    {
        _worker?.Dispose();
        _worker = null;
    }
}
