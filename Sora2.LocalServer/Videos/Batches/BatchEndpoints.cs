using System.Text.Json.Nodes;
using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Videos.Files;
using Sora2.LocalServer.Videos.Wire;

namespace Sora2.LocalServer.Videos.Batches;

/// <summary>/v1/batches: a list of shots as one file.</summary>
internal sealed class BatchEndpoints(BatchStore batches, BatchRunner runner, FileStore files, JobQueue jobs, TimeProvider time)
{
    private const string Window = "24h";
    private const int DefaultPage = 20;
    private const int LargestPage = 100;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/batches", CreateAsync);
        routes.MapGet("/v1/batches", ListAsync);
        routes.MapGet("/v1/batches/{id}", (HttpContext context) => WireJson.WriteAsync(context, Reply(batches.Get(IdOf(context)))));
        routes.MapPost("/v1/batches/{id}/cancel", CancelAsync);
    }

    private async Task CreateAsync(HttpContext context)
    {
        var fields = await RequestBody.ReadAsync(context, BodyLimits.Fields);
        var (endpoint, window) = (fields.RequiredText("endpoint"), fields.RequiredText("completion_window"));
        if (endpoint != BatchFile.Endpoint)
        {
            throw ApiException.InvalidValue("endpoint", endpoint, BatchFile.Endpoint);
        }

        if (window != Window)
        {
            throw ApiException.InvalidValue("completion_window", window, Window);
        }

        var (file, content) = files.Open(fields.RequiredText("input_file_id"));
        await using (content)
        {
            var lines = await BatchFile.ReadAsync(content, context.RequestAborted);
            var batch = batches.Add(file.Id, fields.Object("metadata")?.ToJsonString(), lines, time.GetUtcNow());
            runner.Wake();
            await WireJson.WriteAsync(context, Reply(batch));
        }
    }

    private Task ListAsync(HttpContext context)
    {
        var (count, _) = VideoEndpoints.PageOf(context.Request.Query, DefaultPage, LargestPage);
        var rows = batches.List(VideoEndpoints.NullIfEmpty(context.Request.Query["after"]), count + 1);
        var page = rows.Take(count).Select(Reply).ToList();
        return WireJson.WriteAsync(context, new
        {
            @object = "list", data = page, first_id = page.FirstOrDefault()?.Id, last_id = page.LastOrDefault()?.Id, has_more = rows.Count > count,
        });
    }

    private Task CancelAsync(HttpContext context)
    {
        var batch = batches.Get(IdOf(context));
        batches.Cancel(batch.Id, time.GetUtcNow());
        runner.Wake();
        return WireJson.WriteAsync(context, Reply(batches.Get(batch.Id)));
    }

    private BatchReply Reply(Batch batch)
    {
        var items = batches.Items(batch.Id);
        var refused = items.Count(static item => item.Error is not null);
        var states = items.Where(static item => item is { Error: null, VideoId: not null }).Select(item => jobs.FindByKey(item.VideoId!)?.State).ToList();
        var failed = states.Count(static state => state is JobState.Failed or JobState.Quarantined or JobState.Cancelled);
        return new BatchReply
        {
            Id = batch.Id,
            InputFileId = batch.InputFileId,
            Status = (batch.CancelledAt, batch.EndedAt) switch
            {
                (null, null) => "in_progress",
                (null, _) => "completed",
                (_, null) => "cancelling",
                _ => "cancelled",
            },
            CreatedAt = WireJson.Time(batch.CreatedAt),
            InProgressAt = WireJson.Time(batch.CreatedAt),
            CompletedAt = batch.CancelledAt is null ? WireJson.Time(batch.EndedAt) : null,
            CancellingAt = WireJson.Time(batch.CancelledAt),
            CancelledAt = batch.CancelledAt is null ? null : WireJson.Time(batch.EndedAt),
            OutputFileId = batch.OutputFileId,
            ErrorFileId = batch.ErrorFileId,
            RequestCounts = new BatchCounts(items.Count, states.Count(static state => state == JobState.Succeeded), refused + failed),
            Metadata = batch.Metadata is null ? null : JsonNode.Parse(batch.Metadata),
        };
    }

    private static string? IdOf(HttpContext context) => context.GetRouteValue("id") as string;
}
