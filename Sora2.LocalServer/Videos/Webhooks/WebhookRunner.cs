using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Videos.Making;

namespace Sora2.LocalServer.Videos.Webhooks;

/// <summary>Tells endpoints when videos end, again and again for 72 hours until they listen.</summary>
internal sealed class WebhookRunner(
    JobQueue jobs, VideoStore videos, WebhookStore webhooks, WebhookSender sender, WebhookTargets targets, TimeProvider time, ILogger<WebhookRunner> logger)
    : BackgroundService
{
    private static readonly TimeSpan s_giveUp = TimeSpan.FromHours(72);
    private static readonly TimeSpan s_firstWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            // Taken before looking: a job that ends meanwhile wakes us at once.
            var ended = jobs.NextEnd;
            var wait = s_longestWait;
            try
            {
                Announce();
                wait = await DeliverAsync(stoppingToken);
            }
            catch (StorageException error)
            {
                logger.WebhooksWait(error.Message);
                wait = s_firstWait;
            }

            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            await Task.WhenAny(ended, Task.Delay(wait, time, waiting.Token));
            await waiting.CancelAsync();
        }
    }

    private void Announce()
    {
        foreach (var row in videos.Unannounced())
        {
            if (jobs.FindByKey(row.Id) is { IsFinished: true } job)
            {
                webhooks.Announce(row.Id, job.State == JobState.Succeeded ? "video.completed" : "video.failed", time.GetUtcNow());
            }
        }
    }

    // An endpoint that is slow holds up nobody but itself.
    private async Task<TimeSpan> DeliverAsync(CancellationToken stop)
    {
        var now = time.GetUtcNow();
        var due = webhooks.Deliveries().Where(delivery => delivery.DueAt <= now).GroupBy(static delivery => delivery.EndpointId);
        await Task.WhenAll(due.Select(async deliveries =>
        {
            foreach (var delivery in deliveries)
            {
                await DeliverAsync(delivery, stop);
            }
        }));

        var next = webhooks.Deliveries().FirstOrDefault()?.DueAt - time.GetUtcNow() ?? s_longestWait;
        return next < TimeSpan.Zero ? TimeSpan.Zero : next < s_longestWait ? next : s_longestWait;
    }

    private async Task DeliverAsync(WebhookDelivery delivery, CancellationToken stop)
    {
        if (webhooks.Find(delivery.EndpointId) is not { } endpoint)
        {
            webhooks.Settle(delivery);
            return;
        }

        var problem = "its address is no longer allowed";
        try
        {
            if (targets.Allow(endpoint.Url))
            {
                var status = await sender.SendAsync(endpoint, delivery.EventId, delivery.Type, delivery.VideoId, delivery.CreatedAt, stop);
                if (status is >= 200 and < 300)
                {
                    webhooks.Settle(delivery);
                    return;
                }

                problem = $"it answered {status}";
            }
        }
        catch (HttpRequestException error)
        {
            problem = error.HttpRequestError.ToString();
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            problem = "it did not answer in time";
        }

        if (time.GetUtcNow() - delivery.CreatedAt > s_giveUp)
        {
            logger.WebhookGivenUp(delivery.EventId, endpoint.Id, problem);
            webhooks.Settle(delivery);
            return;
        }

        logger.WebhookFailed(delivery.EventId, endpoint.Id, problem);
        var wait = s_firstWait * Math.Pow(2, Math.Min(delivery.Attempts, 16));
        webhooks.Postpone(delivery, time.GetUtcNow() + (wait < s_longestWait ? wait : s_longestWait));
    }
}
