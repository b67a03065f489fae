using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Sora2.LocalServer.Panels;
using Sora2.LocalServer.Tests.Videos;
using Xunit;

namespace Sora2.LocalServer.Tests.Panels;

/// <summary>Who may talk as a panel: this user's programs, and no web page.</summary>
public sealed class PanelAccessTests(VideosServer server) : IClassFixture<VideosServer>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Origin", "https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "http://127.0.0.1", HttpStatusCode.Forbidden)]
    [InlineData("Host", "localhost:{0}", HttpStatusCode.MisdirectedRequest)]
    [InlineData("Host", "evil.example:{0}", HttpStatusCode.MisdirectedRequest)]
    [InlineData("Host", "127.0.0.1", HttpStatusCode.MisdirectedRequest)]
    public async Task Connect_FromAPageOrUnderAnotherHostIsRefused(string header, string value, HttpStatusCode expected)
    {
        using var client = new PanelClient();
        client.Socket.Options.SetRequestHeader(header, string.Format(System.Globalization.CultureInfo.InvariantCulture, value, server.Client.BaseAddress!.Port));
        client.Socket.Options.CollectHttpResponseDetails = true;

        await Assert.ThrowsAsync<WebSocketException>(() => client.ConnectAsync(server));

        Assert.Equal(expected, client.Socket.HttpStatusCode);
    }

    [Theory]
    [InlineData("GET", "/panel", HttpStatusCode.UpgradeRequired)]
    [InlineData("POST", "/panel", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/panel/x", HttpStatusCode.NotFound)]
    public async Task Call_ThatIsNoWebSocketIsRefused(string method, string path, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await server.Client.SendAsync(request, Stop);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("wrong")]
    [InlineData("Bearer {0}")]
    [InlineData("{0}x")]
    public async Task Hello_WithoutTheTokenIsClosed(string token)
    {
        using var client = new PanelClient();
        await client.ConnectAsync(server);

        await client.SendAsync(PanelClient.Hello(string.Format(System.Globalization.CultureInfo.InvariantCulture, token, server.Token)));

        Assert.Equal(WebSocketCloseStatus.PolicyViolation, await client.ClosedAsync());
    }

    [Theory]
    [InlineData("{\"op\":\"hello\",\"version\":1,\"client\":\"test\"}", WebSocketCloseStatus.PolicyViolation)]
    [InlineData("{\"id\":1,\"op\":\"history\"}", WebSocketCloseStatus.PolicyViolation)]
    [InlineData("{", WebSocketCloseStatus.PolicyViolation)]
    [InlineData("", WebSocketCloseStatus.PolicyViolation)]
    public async Task Hello_ThatIsNoneIsClosed(string text, WebSocketCloseStatus expected)
    {
        using var client = new PanelClient();
        await client.ConnectAsync(server);

        await client.SendAsync(System.Text.Encoding.UTF8.GetBytes(text));

        Assert.Equal(expected, await client.ClosedAsync());
    }

    [Fact]
    public async Task Hello_OfAnotherVersionIsClosed()
    {
        using var client = new PanelClient();
        await client.ConnectAsync(server);
        var hello = PanelClient.Hello(server.Token);
        hello["version"] = 2;

        await client.SendAsync(hello);

        Assert.Equal(WebSocketCloseStatus.ProtocolError, await client.ClosedAsync());
    }

    [Fact]
    public async Task Hello_IsShort()
    {
        using var client = new PanelClient();
        await client.ConnectAsync(server);

        await client.SendAsync(PanelClient.Hello(new string('x', 5000)));

        Assert.Equal(WebSocketCloseStatus.MessageTooBig, await client.ClosedAsync());
    }

    [Fact]
    public async Task Silence_IsNotWaitedForLong()
    {
        using var client = new PanelClient();
        await client.ConnectAsync(server);

        await Assert.ThrowsAsync<WebSocketException>(client.ReceiveAsync);
    }

    [Fact]
    public async Task Connections_AreCounted()
    {
        var clients = new List<PanelClient>();
        try
        {
            for (var count = 0; count < PanelEndpoint.MostConnections; count++)
            {
                clients.Add(await PanelClient.OpenAsync(server));
            }

            using var late = new PanelClient();
            late.Socket.Options.CollectHttpResponseDetails = true;
            await Assert.ThrowsAsync<WebSocketException>(() => late.ConnectAsync(server));

            Assert.Equal(HttpStatusCode.ServiceUnavailable, late.Socket.HttpStatusCode);
            Assert.NotNull((await clients[0].CallAsync("history"))["shots"] as JsonArray);
        }
        finally
        {
            clients.ForEach(static client => client.Dispose());
        }
    }
}
