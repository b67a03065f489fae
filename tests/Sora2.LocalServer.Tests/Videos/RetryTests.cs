using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Sora2.LocalServer.Tests.Videos;

/// <summary>A client's second try never makes a second job, and a second wish always does.</summary>
public sealed class RetryTests : IAsyncLifetime
{
    private readonly VideosServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Create_SentTwiceIsTwoWishes()
    {
        Assert.NotEqual(await SendAsync(tries: 0), await SendAsync(tries: 0));
        Assert.NotEqual(await SendAsync(), await SendAsync());
    }

    [Fact]
    public async Task Create_TriedAgainIsTheSameVideo()
    {
        var first = await SendAsync(tries: 0);

        Assert.Equal((first, first), (await SendAsync(tries: 1), await SendAsync(tries: 2)));
        Assert.Equal(1, _server.Jobs.List(10, null, null).TotalCount);
    }

    [Fact]
    public async Task Create_TriedAgainAfterARestartIsTheSameVideo()
    {
        var first = await SendAsync(tries: 0);
        await _server.RestartAsync();

        Assert.Equal(first, await SendAsync(tries: 1));
    }

    [Fact]
    public async Task Create_TriedForTheFirstTimeThatWeHearOfIsNew() => Assert.NotEqual("", await SendAsync(tries: 1));

    [Fact]
    public async Task Create_WithAKeyIsOneWishWhateverIsCounted()
    {
        var first = await SendAsync(key: "k1");

        Assert.Equal(first, await SendAsync(key: "k1"));
        Assert.NotEqual(first, await SendAsync(key: "k2"));
    }

    [Fact]
    public async Task Create_WhoseClientIsGoneIsFoundByItsNextTry()
    {
        // The client says all and hears nothing; the job comes nevertheless.
        const string Body = """{"prompt":"a red ball"}""";
        var ended = _server.Jobs.NextEnd;
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(_server.Client.BaseAddress!.Host, _server.Client.BaseAddress.Port, Stop);
            var call = $"POST /v1/videos HTTP/1.1\r\nHost: {_server.Client.BaseAddress.Authority}\r\nAuthorization: Bearer {_server.Token}\r\nx-stainless-retry-count: 0\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n{Body}";
            await socket.Client.SendAsync(Encoding.ASCII.GetBytes(call), Stop);
            await ended.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        }

        await SendAsync(tries: 1, body: Body);

        Assert.Equal(1, _server.Jobs.List(10, null, null).TotalCount);
    }

    private async Task<string> SendAsync(int? tries = null, string? key = null, string body = """{"prompt":"a blue car"}""")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/videos") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (tries is { } count)
        {
            request.Headers.Add("x-stainless-retry-count", $"{count}");
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var answer = await _server.Client.SendAsync(request, Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return VideosServer.IdOf(await VideosServer.ReadAsync(answer));
    }
}
