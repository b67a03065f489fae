using Grpc.Core;
using Sora2.Contracts;
using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Jobs.Faults;
using Sora2.LocalServer.Library;
using Sora2.LocalServer.Model;
using Sora2.LocalServer.Rpc.Mapping;
using V1 = Sora2.Contracts.V1;

namespace Sora2.LocalServer.Rpc;

/// <summary>The queue's door.</summary>
internal sealed class GenerationService(
    JobQueue jobs, ShotLibrary library, IHostApplicationLifetime lifetime, ILogger<GenerationService> logger) : V1.Generation.GenerationBase
{
    private const int DefaultPageSize = 50;
    private const int LongestClientName = 100;

    // A watcher that takes nothing for this long has gone; Kestrel alone would keep it for ever.
    private static readonly TimeSpan s_sendLimit = TimeSpan.FromSeconds(30);

    public override async Task<V1.SubmitResponse> Submit(V1.SubmitRequest request, ServerCallContext context)
    {
        var job = await jobs.SubmitAsync(request.Request.ToRequest(), request.ClientKey, context.CancellationToken);
        if (context.RequestHeaders.GetValue(ContractVersion.ClientHeader) is { Length: > 0 and <= LongestClientName } client)
        {
            logger.Submitted(job.Id.ToString(), client);
        }

        return new V1.SubmitResponse { Job = job.ToMessage() };
    }

    public override async Task<V1.SubmitResponse> Promote(V1.PromoteRequest request, ServerCallContext context)
    {
        var shot = library.Get(request.Name) ?? throw new ShotNotFoundException(request.Name);
        var recipe = await ShotLibrary.RecipeOfAsync(shot, context.CancellationToken);
        var job = await jobs.SubmitAsync(recipe.ToFinal(), request.ClientKey, context.CancellationToken);
        return new V1.SubmitResponse { Job = job.ToMessage() };
    }

    public override Task<V1.Job> Get(V1.GetJobRequest request, ServerCallContext context)
    {
        if (request.JobId.Length == 0 && request.ClientKey.Length > 0)
        {
            return Task.FromResult((jobs.FindByKey(request.ClientKey) ?? throw new ClientKeyNotFoundException()).ToMessage());
        }

        return Task.FromResult(Placed(JobId.Parse(request.JobId)));
    }

    public override Task<V1.ListJobsResponse> List(V1.ListJobsRequest request, ServerCallContext context)
    {
        var size = request.PageSize == 0 ? DefaultPageSize : request.PageSize;
        var page = jobs.List(size, request.PageToken, request.State.ToState());
        var places = page.Jobs.Any(static job => job.State == JobState.Queued) ? jobs.Places() : null;
        return Task.FromResult(new V1.ListJobsResponse
        {
            Jobs = { page.Jobs.Select(job => job.ToMessage(places?.GetValueOrDefault(job.Id) ?? 0)) },
            NextPageToken = page.NextPageToken ?? "",
        });
    }

    /// <summary>Streams a job's progress. A dropped stream ends the watch, never the job.</summary>
    public override async Task Watch(
        V1.WatchRequest request, IServerStreamWriter<V1.JobEvent> responseStream, ServerCallContext context)
    {
        var id = JobId.Parse(request.JobId);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        PreviewFrame? shown = null;
        try
        {
            await foreach (var update in jobs.WatchAsync(id, request.AfterSequence, stop.Token))
            {
                var message = new V1.JobEvent { Job = update.Job.ToMessage() };
                if (update.Job.Preview is { } preview && !ReferenceEquals(preview, shown))
                {
                    message.Preview = preview.ToMessage();
                    shown = preview;
                }

                using var send = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
                send.CancelAfter(s_sendLimit);
                await responseStream.WriteAsync(message, send.Token);
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // The server stops: the stream ends in order and the client resumes at the next one.
        }
    }

    public override async Task<V1.Job> Move(V1.MoveRequest request, ServerCallContext context)
    {
        var id = JobId.Parse(request.JobId);
        JobId? other = request.OtherJobId.Length > 0 ? JobId.Parse(request.OtherJobId) : null;
        await jobs.MoveAsync(id, request.Move.ToMove(), other, context.CancellationToken);
        return Placed(id);
    }

    public override async Task<V1.CancelResponse> Cancel(V1.CancelRequest request, ServerCallContext context)
    {
        await jobs.CancelAsync(JobId.Parse(request.JobId), context.CancellationToken);
        return new V1.CancelResponse();
    }

    public override async Task<V1.DeleteResponse> Delete(V1.DeleteRequest request, ServerCallContext context)
    {
        await jobs.DeleteAsync(JobId.Parse(request.JobId), context.CancellationToken);
        return new V1.DeleteResponse();
    }

    private V1.Job Placed(JobId id)
    {
        var job = jobs.Get(id) ?? throw new JobNotFoundException(id);
        return job.ToMessage(job.State == JobState.Queued ? jobs.PlaceOf(id) : 0);
    }
}
