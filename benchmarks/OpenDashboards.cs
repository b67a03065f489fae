using Sora2.Contracts.V1;
using Sora2.PluginHost.Server;

namespace Sora2.Benchmarks;

/// <summary>Many open dashboards at once, half of them on the queue and half on the shots.</summary>
internal sealed class OpenDashboards : IAsyncDisposable
{
    private const int OpenedAtOnce = 4;

    private readonly List<DashboardCircuit> _open = [];

    /// <summary>Until each of them was live, in order of time.</summary>
    public IReadOnlyList<TimeSpan> TimesToLive => [.. _open.Select(static page => page.TimeToLive).Order()];

    public int Renders => _open.Sum(static page => page.Renders);

    /// <summary>A link for one more browser.</summary>
    public static async Task<string> LinkAsync(ServerConnection connection) =>
        (await new ServerInfo.ServerInfoClient(connection.Calls).LinkDashboardAsync(new LinkDashboardRequest())).Link;

    public static async Task<OpenDashboards> OpenAsync(ServerConnection connection, int count)
    {
        var link = new Uri(await LinkAsync(connection));
        var origin = link.GetLeftPart(UriPartial.Authority);
        using var handler = new SocketsHttpHandler { UseCookies = false, UseProxy = false };
        using var client = new HttpClient(handler) { BaseAddress = new Uri($"{origin}/dashboard/") };
        client.DefaultRequestHeaders.Add("Origin", origin);
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        using var session = await client.PostAsync("session", new StringContent(link.Fragment[1..]));
        session.EnsureSuccessStatusCode();
        var cookie = session.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        client.DefaultRequestHeaders.Add("Cookie", cookie);

        var dashboards = new OpenDashboards();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = OpenedAtOnce }, async (index, _) =>
        {
            var page = await DashboardCircuit.OpenAsync(client, cookie, index % 2 == 0 ? "queue" : "");
            lock (dashboards._open)
            {
                dashboards._open.Add(page);
            }
        });
        return dashboards;
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(_open.Select(static page => page.DisposeAsync().AsTask()));
}
