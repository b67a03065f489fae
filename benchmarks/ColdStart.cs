using System.Diagnostics;
using Sora2.PluginHost.Server;

namespace Sora2.Benchmarks;

/// <summary>From no server at all to its first answer, the best of three: what a client waits for.</summary>
internal static class ColdStart
{
    private const double LimitSeconds = 2;

    public static async Task MeasureAsync()
    {
        var best = TimeSpan.MaxValue;
        for (var round = 0; round < 3; round++)
        {
            await RunningServer.StopAsync();
            var watch = Stopwatch.StartNew();
            using var connection = await ServerConnection.OpenAsync(CancellationToken.None);
            best = watch.Elapsed < best ? watch.Elapsed : best;
        }

        Figure.Print("server cold start to first answer", best.TotalSeconds, LimitSeconds, "s");
    }
}
