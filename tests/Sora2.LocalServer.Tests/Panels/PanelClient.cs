using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Sora2.LocalServer.Tests.Videos;
using Xunit;

namespace Sora2.LocalServer.Tests.Panels;

/// <summary>A panel's side of docs/panel-door.md over a real WebSocket; one reader at a time.</summary>
public sealed class PanelClient : IDisposable
{
    private long _id;

    public ClientWebSocket Socket { get; } = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Connects and shows the token.</summary>
    internal static async Task<PanelClient> OpenAsync(VideosServer server)
    {
        var client = new PanelClient();
        await client.ConnectAsync(server);
        await client.SendAsync(Hello(server.Token));
        Assert.Equal("welcome", (string)(await client.ReceiveAsync())!["op"]!);
        return client;
    }

    public static JsonObject Hello(string token) => new() { ["op"] = "hello", ["version"] = 1, ["client"] = "test", ["token"] = token };

    public Task ConnectAsync(VideosServer server) => Socket.ConnectAsync(Address(server), Stop);

    public static Uri Address(VideosServer server) => new UriBuilder(server.Client.BaseAddress!) { Scheme = "ws", Path = "/panel" }.Uri;

    public void Dispose()
    {
        Socket.Abort();
        Socket.Dispose();
    }

    public Task SendAsync(JsonObject message) => SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()));

    public Task SendAsync(byte[] content, WebSocketMessageType type = WebSocketMessageType.Text) => Socket.SendAsync(content, type, endOfMessage: true, Stop);

    /// <summary>Sends a call and returns its number.</summary>
    public async Task<long> BeginAsync(string op, params (string Field, JsonNode? Value)[] fields)
    {
        var call = new JsonObject { ["id"] = ++_id, ["op"] = op };
        foreach (var (field, value) in fields)
        {
            call[field] = value;
        }

        await SendAsync(call);
        return _id;
    }

    /// <summary>One call and its answer.</summary>
    public async Task<JsonObject> CallAsync(string op, params (string Field, JsonNode? Value)[] fields) => await AnswerAsync(await BeginAsync(op, fields));

    /// <summary>Sends a movie part by part, each after the one before it was heard of; the last answer.</summary>
    public async Task<JsonObject> UploadAsync(IReadOnlyList<byte[]> parts)
    {
        var id = await BeginAsync("upload", ("bytes", parts.Sum(static part => part.Length)));
        for (var index = 0; ; index++)
        {
            await SendAsync(parts[index], WebSocketMessageType.Binary);
            var answer = await AnswerAsync(id);
            if (answer["received"] is not { } received)
            {
                return answer;
            }

            Assert.Equal(parts.Take(index + 1).Sum(static part => part.Length), (int)received);
        }
    }

    public Task<JsonObject> LetterAsync(JsonObject letter) => CallAsync("letter", ("letter", letter));

    /// <summary>The next answer under a number; what comes under others is passed over.</summary>
    public async Task<JsonObject> AnswerAsync(long id)
    {
        while (true)
        {
            var answer = await ReceiveAsync() ?? throw new InvalidOperationException($"Closed: {Socket.CloseStatusDescription}");
            if ((long?)answer["re"] == id)
            {
                return answer;
            }
        }
    }

    /// <summary>Watches a letter's job to its end; every answer on the way.</summary>
    public async Task<List<JsonObject>> WatchAsync(string name)
    {
        var id = await BeginAsync("watch", ("name", name));
        List<JsonObject> seen = [];
        do
        {
            seen.Add(await AnswerAsync(id));
        }
        while (StatusOf(seen[^1]) is "queued" or "running");

        return seen;
    }

    public static string StatusOf(JsonObject answer) => (string)answer["answer"]!["status"]!;

    /// <summary>The code and field of a refusal.</summary>
    public static (string Code, string? Field) ErrorOf(JsonObject answer) => ((string)answer["error"]!["code"]!, (string?)answer["error"]!["field"]);

    /// <summary>The next message; null when the server has said goodbye.</summary>
    public async Task<JsonObject?> ReceiveAsync()
    {
        using var content = new MemoryStream();
        var buffer = new byte[16 << 10];
        while (true)
        {
            var received = await Socket.ReceiveAsync(buffer.AsMemory(), Stop);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                await Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", Stop);
                return null;
            }

            content.Write(buffer, 0, received.Count);
            if (received.EndOfMessage)
            {
                return JsonNode.Parse(content.ToArray())!.AsObject();
            }
        }
    }

    /// <summary>How the server ends the conversation; what it still says is passed over.</summary>
    public async Task<WebSocketCloseStatus?> ClosedAsync()
    {
        while (await ReceiveAsync() is not null)
        {
        }

        return Socket.CloseStatus;
    }
}
