using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sora2.LocalServer.Jobs.Faults;
using Sora2.LocalServer.Jobs.Store;
using Sora2.LocalServer.Library;

namespace Sora2.LocalServer.Jobs.Running;

/// <summary>Runs the queue: its first job, one at a time, as long as the server runs.</summary>
internal sealed class JobRunner(
    JobStore store,
    JobFeeds feeds,
    JobSignals signals,
    GenerationPipeline pipeline,
    ShotLibrary library,
    Reconciler reconciler,
    JobOptions options,
    TimeProvider time,
    ILogger<JobRunner> log) : BackgroundService, IHostedLifecycleService
{
    // A full disk is waited out: a job must not be lost because its end could not be written.
    private static readonly TimeSpan s_storageRetry = TimeSpan.FromSeconds(2);

    /// <summary>Before any door opens: bring rows and files together.</summary>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.Run(reconciler.Run, cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (await DurablyAsync(store.TakeNext, stoppingToken) is not { } row)
            {
                await signals.WaitAsync(stoppingToken);
                continue;
            }

            var cancelled = signals.Begin(row.Job.Id);
            try
            {
                await RunJobAsync(row.Job, cancelled, stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                // The job stays running in the store, and the next start takes it up; the queue goes on.
                Log.RunnerFault(log, row.Job.Id, error);
            }
            finally
            {
                signals.End();
            }
        }
    }

    private async Task RunJobAsync(Job job, CancellationToken cancelled, CancellationToken stopping)
    {
        var progress = new VariantProgress(job, feeds, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancelled, stopping);
        Log.JobStarted(log, job.Id, job.Attempt);
        string? whyLess = null;
        while (true)
        {
            try
            {
                // A cancel between taking the job and listening for cancels is only in the store.
                if (store.FindRow(job.Id) is not { CancelAsked: false })
                {
                    await FinishAsync(progress, JobState.Cancelled, null, stopping);
                    return;
                }

                await MakeVariantsAsync(progress, whyLess, stop.Token);
                await FinishAsync(progress, JobState.Succeeded, null, stopping);
                return;
            }
            catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
            {
                await FinishAsync(progress, JobState.Cancelled, null, stopping);
                return;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                progress.End();
                feeds.Publish(store.Requeue(job.Id, progress.Job.SecondsInModel, progress.Job.SecondsTotal).Job);
                Log.JobPutBack(log, job.Id);
                return;
            }
            catch (Exception error)
            {
                var fault = JobFault.From(error, job.Request);
                Log.JobFailed(log, job.Id, fault.Code, fault.Message);
                Log.JobFailedBecause(log, job.Id, error);
                var row = await DurablyAsync(() => store.CountFailure(job.Id), stopping);
                if (!fault.MayPass || row.Failures >= options.FailureLimit)
                {
                    await FinishAsync(progress, fault.EndState, fault.Error, stopping);
                    return;
                }

                whyLess = fault.WhyLess;
                progress.Stored((await DurablyAsync(() => store.Restart(job.Id), stopping)).Job);
            }
        }
    }

    private async Task MakeVariantsAsync(VariantProgress progress, string? whyLess, CancellationToken cancellationToken)
    {
        var job = progress.Job;
        var published = library.OfJob(job.Id.ToString());
        for (var variant = 0; variant < job.Request.Variants; variant++)
        {
            if (published.Any(shot => shot.Variant == variant))
            {
                continue;
            }

            cancellationToken.ThrowIfCancellationRequested();
            progress.Begin(variant);
            await pipeline.RunAsync(job, variant, whyLess, progress, cancellationToken);
            published = library.OfJob(job.Id.ToString());
            progress.Stored(await DurablyAsync(
                () => store.AddShot(job.Id, Names(published), progress.Job.Notes, (double)published.Count / job.Request.Variants).Job,
                CancellationToken.None));
        }
    }

    private async Task FinishAsync(VariantProgress progress, JobState state, JobError? error, CancellationToken stopping)
    {
        progress.End();
        var job = progress.Job;
        var shots = library.OfJob(job.Id.ToString());

        // A cancel that came after the last variant was published changes nothing any more.
        state = shots.Count == job.Request.Variants ? JobState.Succeeded : state;
        var row = await DurablyAsync(
            () =>
            {
                library.Release(job.Id.ToString());
                return store.Finish(job, state, state == JobState.Succeeded ? null : error, Names(shots));
            },
            stopping);
        feeds.Publish(row.Job);
        Log.JobEnded(log, job.Id, state, job.SecondsTotal);
    }

    private async Task<T> DurablyAsync<T>(Func<T> write, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                return write();
            }
            catch (StorageException error)
            {
                Log.StorageRefused(log, error.Message);
                await Task.Delay(s_storageRetry, time, stopping);
            }
        }
    }

    private static string[] Names(IReadOnlyList<PublishedShot> shots) => [.. shots.Select(shot => shot.Name)];
}
