using Grpc.Core;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Cli.Answers;

namespace Sora2.PluginHost.Cli;

/// <summary>Follows a job to its end, through dropped connections and restarts of the server.</summary>
internal sealed class JobWatcher(ServerSession session)
{
    // A server that dies this often without any progress in between is not worth another start.
    private const int MaxLostInARow = 5;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(300);

    /// <returns>The job in its last state.</returns>
    public async Task<Job> FollowAsync(string jobId, Action<JobEvent> show, CancellationToken cancellationToken)
    {
        var last = 0L;
        Job? job = null;
        for (var lost = 0; job is null || !job.IsFinished();)
        {
            try
            {
                using var watch = session.Generation.Watch(
                    new WatchRequest { JobId = jobId, AfterSequence = last }, cancellationToken: cancellationToken);
                await foreach (var update in watch.ResponseStream.ReadAllAsync(cancellationToken))
                {
                    job = update.Job;
                    last = job.Sequence;
                    lost = 0;
                    show(update);
                }

                // The stream ended in order: the job is finished, or the server is stopping.
                job = await session.Generation.GetAsync(new GetJobRequest { JobId = jobId }, cancellationToken: cancellationToken);
                if (!job.IsFinished())
                {
                    await Task.Delay(s_pause, cancellationToken);
                }
            }
            catch (RpcException error) when (
                !cancellationToken.IsCancellationRequested && IsLost(error.StatusCode) && ++lost <= MaxLostInARow)
            {
                await Task.Delay(s_pause * lost, cancellationToken);
                await session.ReopenAsync(cancellationToken);
            }
        }

        return job!;
    }

    private static bool IsLost(StatusCode status) =>
        status is StatusCode.Unavailable or StatusCode.Cancelled or StatusCode.Internal or StatusCode.Unknown;
}
