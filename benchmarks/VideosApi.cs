using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Sora2.PluginHost.Server;

namespace Sora2.Benchmarks;

/// <summary>The Videos API under many clients: how long a retrieve takes beside 199 others that poll, alone and with 100 open dashboards, and how fast content comes.</summary>
internal static class VideosApi
{
    private const int Clients = 200;
    private const int Dashboards = 100;
    private const double PageLimitSeconds = 1;
    private const int PollsPerClient = 50;
    private const double RetrieveLimitMilliseconds = 50;
    private const double LeastShareOfCopy = 0.5;
    private const long ContentBytes = 512L << 20;
    private const int Rounds = 5;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(400);

    public static async Task MeasureAsync()
    {
        using var connection = await ServerConnection.OpenAsync(CancellationToken.None);
        var endpoint = DiscoveryFile.TryRead(ServerHome.Discovery)!;
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = Clients + 1, UseProxy = false };
        using var client = new HttpClient(handler) { BaseAddress = new Uri(endpoint.Address) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", endpoint.Token);

        await MeasureRetrieveAsync(client, endpoint.Pid, $"{Clients} clients polling");
        await MeasureDashboardsAsync(connection, client, endpoint.Pid);
        await MeasureContentAsync(client);
    }

    private static async Task MeasureDashboardsAsync(ServerConnection connection, HttpClient client, int serverId)
    {
        // The first page of all compiles what every page runs.
        await using (await OpenDashboards.OpenAsync(connection, 2))
        {
        }

        var before = RunningServer.Memory(serverId);
        await using var dashboards = await OpenDashboards.OpenAsync(connection, Dashboards);
        var times = dashboards.TimesToLive;
        Figure.Print($"dashboard live, median of {Dashboards} opened 4 at a time", times[times.Count / 2].TotalSeconds, PageLimitSeconds, "s");
        var id = await MeasureRetrieveAsync(client, serverId, $"{Clients} clients and {Dashboards} dashboards");
        if (BrowserPage.IsThere)
        {
            // Starting a browser takes all cores for a while, so these polls are not counted.
            var polls = PollAllAsync(client, id);
            Figure.Print("first usable page in Chromium beside these", (await BrowserPage.OpenAsync(await OpenDashboards.LinkAsync(connection))).TotalSeconds, PageLimitSeconds, "s");
            await polls;
        }

        Figure.Print($"server's memory grown by {Dashboards} dashboards and that", Math.Max(0, RunningServer.Memory(serverId) - before) / 1e6, 100, "MB");
        Console.WriteLine($"({dashboards.Renders} pictures of {Dashboards} pages were sent)");
    }

    // Each client asks, reads the answer and waits a little under half a second, as an impatient program does.
    private static async Task<string> MeasureRetrieveAsync(HttpClient client, int serverId, string beside)
    {
        using var created = await client.PostAsJsonAsync("/v1/videos", new { prompt = "a red ball bounces", seconds = "4", size = "1280x720", fps = 12, draft = true });
        var id = (string)JsonNode.Parse(await created.Content.ReadAsStringAsync())!["id"]!;
        await PollAsync(client, id, 2);
        var before = RunningServer.Memory(serverId);
        var busy = RunningServer.ProcessorTime(serverId);
        var times = await PollAllAsync(client, id);
        Figure.Print($"retrieve p50, {beside}", times[times.Count / 2], RetrieveLimitMilliseconds, "ms");
        Figure.Print($"retrieve p99, {beside}", times[(int)(times.Count * 0.99)], RetrieveLimitMilliseconds, "ms");
        busy = RunningServer.ProcessorTime(serverId) - busy;
        Console.WriteLine(FormattableString.Invariant($"(the server was busy for {busy.TotalSeconds:F1} s, {busy.TotalMilliseconds / times.Count:F2} ms a retrieve)"));
        Console.WriteLine($"(load of the last minute {File.ReadAllText("/proc/loadavg").Split(' ')[0]}, {Environment.ProcessorCount} cores)");
        Figure.Print("server's memory grown by that", Math.Max(0, RunningServer.Memory(serverId) - before) / 1e6, 100, "MB");
        return id;
    }

    // In order of time.
    private static async Task<List<double>> PollAllAsync(HttpClient client, string id) =>
        [.. (await Task.WhenAll(Enumerable.Range(0, Clients).Select(async index =>
        {
            // The first one opens the connection and is not counted.
            await Task.Delay(s_pause * index / Clients);
            await PollAsync(client, id, 1);
            return await PollAsync(client, id, PollsPerClient);
        }))).SelectMany(static each => each).Order()];

    private static async Task<List<double>> PollAsync(HttpClient client, string id, int count)
    {
        var times = new List<double>();
        for (var asked = 0; asked < count; asked++)
        {
            var watch = Stopwatch.StartNew();
            using var answer = await client.GetAsync($"/v1/videos/{id}");
            await answer.Content.ReadAsByteArrayAsync();
            answer.EnsureSuccessStatusCode();
            times.Add(watch.Elapsed.TotalMilliseconds);
            await Task.Delay(s_pause);
        }

        return times;
    }

    // A stored file goes the way of a video's content; a video of this length would take hours to make. Both sides write to a file.
    private static async Task MeasureContentAsync(HttpClient client)
    {
        var source = Path.GetTempFileName();
        var target = Path.GetTempFileName();
        try
        {
            var block = new byte[1 << 20];
            Random.Shared.NextBytes(block);
            await using (var file = File.Create(source))
            {
                for (var written = 0L; written < ContentBytes - (1 << 20); written += block.Length)
                {
                    await file.WriteAsync(block);
                }
            }

            using var form = new MultipartFormDataContent
            {
                { new StringContent("user_data"), "purpose" },
                { new StreamContent(File.OpenRead(source)), "file", "large.bin" },
            };
            using var stored = await client.PostAsync("/v1/files", form);
            var id = (string)JsonNode.Parse(await stored.Content.ReadAsStringAsync())!["id"]!;
            var (copied, downloaded) = (double.MaxValue, double.MaxValue);
            for (var round = 0; round < Rounds; round++)
            {
                copied = Math.Min(copied, await TimeAsync(async () =>
                {
                    await using var from = File.OpenRead(source);
                    await using var to = File.Create(target);
                    await from.CopyToAsync(to, 1 << 20);
                }));
                downloaded = Math.Min(downloaded, await TimeAsync(async () =>
                {
                    await using var from = await client.GetStreamAsync($"/v1/files/{id}/content");
                    await using var to = File.Create(target);
                    await from.CopyToAsync(to, 1 << 20);
                }));
            }

            Console.WriteLine(FormattableString.Invariant($"(content {ContentBytes / downloaded / 1e6:F0} MB/s, copy {ContentBytes / copied / 1e6:F0} MB/s)"));
            Figure.Print("content's speed, divided by a file copy's", copied / downloaded, LeastShareOfCopy, "", atLeast: true);
        }
        finally
        {
            File.Delete(source);
            File.Delete(target);
        }
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        return watch.Elapsed.TotalSeconds;
    }
}
