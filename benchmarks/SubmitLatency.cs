using System.Diagnostics;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Server;

namespace Sora2.Benchmarks;

/// <summary>How long Submit takes with 1,000 jobs in the queue, one of them running.</summary>
internal static class SubmitLatency
{
    private const int Queued = 1000;
    private const int Measured = 300;
    private const double LimitMilliseconds = 20;

    public static async Task MeasureAsync()
    {
        using var connection = await ServerConnection.OpenAsync(CancellationToken.None);
        var client = new Generation.GenerationClient(connection.Calls);
        var times = new List<double>();
        for (var count = 0; count < Queued + Measured; count++)
        {
            var watch = Stopwatch.StartNew();
            await client.SubmitAsync(new SubmitRequest { ClientKey = Guid.NewGuid().ToString("n"), Request = ShotOfFourSeconds.Request(4) });
            if (count >= Queued)
            {
                times.Add(watch.Elapsed.TotalMilliseconds);
            }
        }

        times.Sort();
        Figure.Print($"Submit p50 with {Queued} queued", times[times.Count / 2], LimitMilliseconds, "ms");
        Figure.Print($"Submit p99 with {Queued} queued", times[(int)(times.Count * 0.99)], LimitMilliseconds, "ms");
    }
}
