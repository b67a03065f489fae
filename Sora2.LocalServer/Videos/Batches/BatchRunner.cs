using System.Text.Json;
using System.Text.Json.Nodes;
using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Jobs.Faults;
using Sora2.LocalServer.Videos.Files;
using Sora2.LocalServer.Videos.Making;
using Sora2.LocalServer.Videos.Wire;
using Sora2.LocalServer.Videos.Wishes;

namespace Sora2.LocalServer.Videos.Batches;

/// <summary>Queues the lines of batches in their order, and writes what became of them once all have ended.</summary>
internal sealed class BatchRunner(
    BatchStore batches, FileStore files, JobQueue jobs, VideoMaker maker, VideoCatalog catalog, ShotWishes shots, TimeProvider time, ILogger<BatchRunner> logger)
    : BackgroundService
{
    private static readonly TimeSpan s_look = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_storageRetry = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _wake = new(0, 1);

    /// <summary>There is a new batch, or one was cancelled.</summary>
    public void Wake()
    {
        lock (_wake)
        {
            if (_wake.CurrentCount == 0)
            {
                _wake.Release();
            }
        }
    }

    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var ended = jobs.NextEnd;
            var wait = s_look;
            try
            {
                foreach (var batch in batches.Unfinished())
                {
                    await AdvanceAsync(batch, stoppingToken);
                }
            }
            catch (StorageException error)
            {
                logger.BatchesWait(error.Message);
                wait = s_storageRetry;
            }

            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            await Task.WhenAny(ended, _wake.WaitAsync(waiting.Token), Task.Delay(wait, time, waiting.Token));
            await waiting.CancelAsync();
        }
    }

    private async Task AdvanceAsync(Batch batch, CancellationToken stop)
    {
        foreach (var item in batches.Items(batch.Id).Where(static item => item.Error is null))
        {
            stop.ThrowIfCancellationRequested();
            if (item.VideoId is null)
            {
                if (!await QueueAsync(batch, item))
                {
                    return;
                }
            }
            else if (batch.CancelledAt is not null && jobs.FindByKey(item.VideoId) is { IsFinished: false } job)
            {
                await jobs.CancelAsync(job.Id, stop);
            }
        }

        var items = batches.Items(batch.Id);
        if (items.All(item => item.Error is not null || jobs.FindByKey(item.VideoId!) is null or { IsFinished: true }))
        {
            var output = await WriteAsync(batch, "output", items.Where(static item => item.Error is null), Answer, stop);
            var errors = await WriteAsync(batch, "errors", items.Where(static item => item.Error is not null), Refusal, stop);
            batches.End(batch.Id, time.GetUtcNow(), output, errors);
        }
    }

    // False when the queue is full: the rest waits for a job to end.
    private async Task<bool> QueueAsync(Batch batch, BatchItem item)
    {
        if (batch.CancelledAt is not null)
        {
            batches.SetError(item, JsonSerializer.Serialize(
                new { status_code = 400, error = new { message = "The batch was cancelled.", type = "invalid_request_error", param = (string?)null, code = "batch_cancelled" } }));
            return true;
        }

        var fields = new RequestFields(JsonNode.Parse(item.Body)!.AsObject(), new Dictionary<string, ReceivedFile>());
        try
        {
            // The same line has the same id: a server that ended between job and note finds the job again.
            var callHash = VideoMaker.Hash($"{item.BatchId}\n{item.Line}");
            var id = VideoId.Of(callHash);
            if (jobs.FindByKey(id) is null)
            {
                await maker.MakeAsync(id, callHash, await shots.ReadAsync(fields, CancellationToken.None));
            }

            batches.SetVideo(item, id);
            return true;
        }
        catch (QueueFullException)
        {
            return false;
        }
        catch (StorageException)
        {
            throw;
        }
        catch (Exception error)
        {
            await References.DiscardAsync(jobs, fields.Media);
            var (status, message, param, code) = FaultReplies.Classify(error);
            batches.SetError(item, JsonSerializer.Serialize(
                new { status_code = status, error = new { message, type = ErrorEnvelope.TypeOf(status), param, code } }));
            return true;
        }
    }

    private JsonObject Answer(BatchItem item)
    {
        JsonNode? body = null;
        try
        {
            body = JsonSerializer.SerializeToNode(catalog.Reply(item.VideoId), WireJson.Options);
        }
        catch (ApiException)
        {
            // Deleted meanwhile.
        }

        return Line(item, body is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK, body);
    }

    private static JsonObject Refusal(BatchItem item)
    {
        var refusal = JsonNode.Parse(item.Error!)!.AsObject();
        return Line(item, (int)refusal["status_code"]!, new JsonObject { ["error"] = refusal["error"]!.DeepClone() });
    }

    private static JsonObject Line(BatchItem item, int status, JsonNode? body) => new()
    {
        ["id"] = $"batch_req_{item.BatchId[^32..]}_{item.Line}",
        ["custom_id"] = item.CustomId,
        ["response"] = new JsonObject { ["status_code"] = status, ["request_id"] = $"req_{item.BatchId[^32..]}", ["body"] = body },
        ["error"] = null,
    };

    private async Task<string?> WriteAsync(Batch batch, string what, IEnumerable<BatchItem> items, Func<BatchItem, JsonObject> line, CancellationToken stop)
    {
        using var content = new MemoryStream();
        foreach (var item in items)
        {
            content.Write(JsonSerializer.SerializeToUtf8Bytes(line(item), WireJson.Options));
            content.WriteByte((byte)'\n');
        }

        if (content.Length == 0)
        {
            return null;
        }

        content.Position = 0;
        var (id, bytes) = await files.ReceiveAsync(content, stop);
        return files.Add(id, $"{batch.Id}_{what}.jsonl", "batch_output", bytes).Id;
    }
}
