using Microsoft.Extensions.DependencyInjection;
using Sora2.Contracts.V1;
using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Jobs.Running;
using Sora2.LocalServer.Jobs.Workers;
using Sora2.LocalServer.Media;
using Sora2.LocalServer.Planning;
using Sora2.LocalServer.Tests.Jobs;

namespace Sora2.LocalServer.Tests.Rpc;

/// <summary>A real server in this process whose shots need no model and no FFmpeg.</summary>
public sealed class MakingServer : RunningServer
{
    internal InProcessWorker Worker { get; } = new();

    internal JobQueue Jobs => Services.GetRequiredService<JobQueue>();

    internal override void Replace(IServiceCollection services)
    {
        services.AddSingleton<IPlanner, TestPlanner>();
        services.AddSingleton<IShotEncoder, TestShotEncoder>();
        services.AddSingleton<IShotWorker>(Worker);
        services.AddSingleton<PackVerification>((_, _) => { });
    }

    /// <summary>Queues a job and answers with its id.</summary>
    public async Task<string> SubmitAsync()
    {
        var answer = await Generation.SubmitAsync(new SubmitRequest { ClientKey = Guid.NewGuid().ToString("n"), Request = GoodRequest() });
        return answer.Job.Id;
    }

    /// <summary>The job once it is in a state, as its watch tells.</summary>
    public async Task UntilAsync(string job, Sora2.LocalServer.Jobs.JobState state, CancellationToken cancellationToken)
    {
        await foreach (var update in Jobs.WatchAsync(JobId.Parse(job), 0, cancellationToken))
        {
            if (update.Job.State == state)
            {
                return;
            }
        }
    }
}
