using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Sora2.LocalServer.Jobs.Deliveries;

/// <summary>At the server's start, delivers what an earlier one published and could not deliver.</summary>
internal sealed class DeliveryCatchUp(DeliveryFolders folders, ILogger<DeliveryCatchUp> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Run(() => folders.DeliverDueAsync(null, stoppingToken), stoppingToken);
        }
        catch (Exception error) when (error is OperationCanceledException or StorageException)
        {
            // The server stops, or its own disk is full; the next start tries again.
            Log.CaughtUpLater(log, error.Message);
        }
    }
}
