using System.Diagnostics;
using Grpc.Core;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Server;

namespace Sora2.Benchmarks;

/// <summary>A shot of 4 s with the embedded pack as a user gets it by default, the server up: wall time, memory; at the pack's own size, the model's share (median of five).</summary>
internal static class ShotOfFourSeconds
{
    private const double LimitSeconds = 60;
    private const double LimitGigabytes = 2;
    private const double LeastModelShare = 80;
    private const int SmallShots = 5;

    /// <summary>The request a bare "sora2 generate" sends.</summary>
    public static GenerationRequest Request(double seconds) => new()
    {
        Prompt = "a red ball bounces on a wooden floor in the rain",
        Seconds = seconds,
        Seed = 1,
        Sequence = new SequenceSettings { FrameRate = new FrameRate { Numerator = 24, Denominator = 1 } },
    };

    public static async Task MeasureAsync()
    {
        using var connection = await ServerConnection.OpenAsync(CancellationToken.None);
        var hd = await MakeAsync(connection, Request(4));
        Figure.Print("4 s shot, 1920x1080 ProRes, submit to published", hd.Seconds, LimitSeconds, "s");
        Figure.Print("peak memory of server and worker", RunningServer.PeakMemory(connection.Endpoint.Pid) / 1e9, LimitGigabytes, "GB");

        var models = await new Models.ModelsClient(connection.Calls).ListAsync(new ListModelsRequest());
        var own = models.Packs.First(static pack => pack.Default).Capabilities.Sizes[0];
        var request = Request(4);
        (request.Sequence.Width, request.Sequence.Height) = (own.Width, own.Height);
        var shares = new List<double>();
        for (var i = 0; i < SmallShots; i++)
        {
            var small = await MakeAsync(connection, request);
            shares.Add(100 * small.SecondsInModel / small.SecondsTotal);
        }

        // The first one meets the large shot's files on their way to the disk.
        shares.Sort();
        Figure.Print($"model's share of a job at {own.Width}x{own.Height}", shares[SmallShots / 2], LeastModelShare, "%", atLeast: true);
    }

    private static async Task<(double Seconds, double SecondsTotal, double SecondsInModel)> MakeAsync(
        ServerConnection connection, GenerationRequest request)
    {
        var client = new Generation.GenerationClient(connection.Calls);
        var watch = Stopwatch.StartNew();
        var submitted = await client.SubmitAsync(new SubmitRequest { ClientKey = Guid.NewGuid().ToString("n"), Request = request });
        var job = submitted.Job;
        using var events = client.Watch(new WatchRequest { JobId = job.Id });
        await foreach (var update in events.ResponseStream.ReadAllAsync())
        {
            job = update.Job;
        }

        return job.State == JobState.Succeeded
            ? (watch.Elapsed.TotalSeconds, job.SecondsTotal, job.SecondsInModel)
            : throw new InvalidOperationException($"The job ended as {job.State}: {job.Error?.Message}");
    }
}
