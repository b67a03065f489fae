using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Sora2.Benchmarks;

/// <summary>
/// One open dashboard without a browser: the page is asked for, its circuit started, and every picture of it acknowledged, as
/// blazor.web.js does. What a browser does with the pictures costs the server nothing.
/// </summary>
internal sealed partial class DashboardCircuit : IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(10);

    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _leaving = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly TaskCompletionSource _live = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<byte> _received = [];
    private Task _reading = Task.CompletedTask;

    private DashboardCircuit()
    {
    }

    /// <summary>From asking for the page until it is live.</summary>
    public TimeSpan TimeToLive { get; private set; }

    /// <summary>Pictures of the page that came so far.</summary>
    public int Renders { get; private set; }

    /// <summary>Opens a page; comes back when it is live.</summary>
    /// <param name="client">Sends the cookie and the origin.</param>
    /// <param name="page">"queue"; empty for the shots.</param>
    public static async Task<DashboardCircuit> OpenAsync(HttpClient client, string cookie, string page)
    {
        var watch = Stopwatch.StartNew();
        var circuit = new DashboardCircuit();
        var address = new Uri(client.BaseAddress!, page);
        var html = await client.GetStringAsync(address);
        using var negotiated = await client.PostAsync(new Uri(client.BaseAddress!, "_blazor/negotiate?negotiateVersion=1"), null);
        var token = (string)JsonNode.Parse(await negotiated.Content.ReadAsStringAsync())!["connectionToken"]!;
        circuit._socket.Options.SetRequestHeader("Cookie", cookie);
        circuit._socket.Options.SetRequestHeader("Origin", client.BaseAddress!.GetLeftPart(UriPartial.Authority));
        await circuit._socket.ConnectAsync(new Uri($"ws://{client.BaseAddress.Authority}/dashboard/_blazor?id={token}"), CancellationToken.None);
        await circuit.SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"));
        circuit._reading = circuit.ReadAsync(address.AbsoluteUri, client.BaseAddress.AbsoluteUri, html);
        await await Task.WhenAny(circuit._live.Task, circuit._reading);
        circuit.TimeToLive = watch.Elapsed;
        return circuit;
    }

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        try
        {
            await _reading;
        }
        catch (Exception error) when (error is OperationCanceledException or WebSocketException)
        {
            // The page is closed.
        }

        _socket.Dispose();
    }

    private async Task ReadAsync(string address, string baseAddress, string html)
    {
        await ReceiveAsync();
        _received.RemoveRange(0, _received.IndexOf(0x1e) + 1);
        await SendAsync(BlazorPack.Call("0", "StartCircuit", baseAddress, address, "[]", ""));
        using var keepAlive = new Timer(_ => _ = SendAsync(BlazorPack.Ping()), null, s_pause, s_pause);
        while (!_leaving.IsCancellationRequested)
        {
            await ReceiveAsync();
            foreach (var message in BlazorPack.Take(_received).ToList())
            {
                await AnswerAsync(message, html);
            }
        }
    }

    private async Task AnswerAsync(object?[] message, string html)
    {
        if (message is [3L, _, "0", 3L, string])
        {
            await SendAsync(BlazorPack.Call(null, "UpdateRootComponents", Operations(html), State().Match(html).Groups[1].Value));
        }
        else if (message is [1L, _, _, string target, object?[] arguments, ..])
        {
            switch (target)
            {
                case "JS.RenderBatch":
                    Renders++;
                    await SendAsync(BlazorPack.Call(null, "OnRenderCompleted", arguments[0], null));
                    break;
                case "JS.BeginInvokeJS":
                    await SendAsync(BlazorPack.Call(null, "EndInvokeJSFromDotNet", arguments[0], true, $"[{arguments[0]},true,null]"));
                    break;
                case "JS.EndUpdateRootComponents":
                    _live.TrySetResult();
                    break;
                case "JS.Error":
                    throw new InvalidOperationException($"The circuit ended: {arguments[0]}");
            }
        }
        else if (message is [7L, ..] or [3L, _, _, 1L, ..])
        {
            throw new InvalidOperationException($"The circuit was refused: {message[^1]}");
        }
    }

    private static string Operations(string html) => new JsonObject
    {
        ["batchId"] = 1,
        ["operations"] = new JsonArray([.. Marker().Matches(html).Select((marker, index) => new JsonObject
        {
            ["type"] = "add", ["ssrComponentId"] = index + 1, ["marker"] = JsonNode.Parse(marker.Groups[1].Value),
        })]),
    }.ToJsonString();

    private async Task ReceiveAsync()
    {
        var buffer = new byte[1 << 14];
        var piece = await _socket.ReceiveAsync(buffer, _leaving.Token);
        if (piece.MessageType == WebSocketMessageType.Close)
        {
            throw new InvalidOperationException("The server closed the circuit.");
        }

        _received.AddRange(buffer.AsSpan(0, piece.Count));
    }

    private async Task SendAsync(byte[] message)
    {
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Binary, true, _leaving.Token);
        }
        finally
        {
            _sending.Release();
        }
    }

    [GeneratedRegex("<!--Blazor:({\"type\":\"server\".*?})-->", RegexOptions.CultureInvariant)]
    private static partial Regex Marker();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(.*?)-->", RegexOptions.CultureInvariant)]
    private static partial Regex State();
}
