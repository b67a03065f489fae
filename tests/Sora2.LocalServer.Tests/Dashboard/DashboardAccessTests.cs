using System.Globalization;
using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using Sora2.Contracts.V1;
using Sora2.LocalServer.Tests.Rpc;
using Xunit;

namespace Sora2.LocalServer.Tests.Dashboard;

/// <summary>Who gets to the dashboard, and what any other web page gets of it: nothing.</summary>
public sealed class DashboardAccessTests(RunningServer server) : IClassFixture<RunningServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Address => server.Endpoint.Address;

    private int Port => new Uri(Address).Port;

    [Fact]
    public async Task Link_GivesACookieOnceAndOnlyOnce()
    {
        var link = new Uri(await LinkAsync());
        Assert.Equal("/dashboard/open", link.PathAndQuery);

        using var first = await SendAsync(HttpMethod.Post, "session", body: link.Fragment[1..]);
        using var again = await SendAsync(HttpMethod.Post, "session", body: link.Fragment[1..]);

        Assert.Equal(HttpStatusCode.NoContent, first.StatusCode);
        var cookie = Assert.Single(first.Headers.GetValues("Set-Cookie"));
        Assert.Matches($@"\Asora2-{Port}=[\w-]+; max-age=1209600; path=/dashboard; samesite=strict; httponly\z", cookie);
        Assert.Equal((HttpStatusCode.Forbidden, false), (again.StatusCode, again.Headers.Contains("Set-Cookie")));
    }

    [Fact]
    public async Task Link_IsReadWithoutBeingUsedUp()
    {
        var link = new Uri(await LinkAsync());

        for (var look = 0; look < 2; look++)
        {
            using var page = await SendAsync(HttpMethod.Get, "open");
            Assert.Equal((HttpStatusCode.OK, false), (page.StatusCode, page.Headers.Contains("Set-Cookie")));
        }

        using var used = await SendAsync(HttpMethod.Post, "session", body: link.Fragment[1..]);
        Assert.Equal(HttpStatusCode.NoContent, used.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("wrong")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Session_WithoutAGoodCodeIsRefused(string code)
    {
        using var answer = await SendAsync(HttpMethod.Post, "session", body: code);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Link_IsNotMadeOverTcp()
    {
        using var channel = GrpcChannel.ForAddress(Address);
        var info = new ServerInfo.ServerInfoClient(channel);

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await info.LinkDashboardAsync(
            new LinkDashboardRequest(), new Metadata { { "authorization", $"Bearer {server.Endpoint.Token}" } }, cancellationToken: Cancellation));

        Assert.Equal(StatusCode.PermissionDenied, refused.StatusCode);
    }

    [Fact]
    public async Task Page_WithTheCookieIsShownAndForbidsScriptsOfItsOwn()
    {
        var cookie = await CookieAsync();

        using var page = await SendAsync(HttpMethod.Get, "", request => request.Headers.Add("Cookie", cookie));

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotMatch("<script(?! src=)", await page.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [InlineData("")]
    [InlineData("queue")]
    [InlineData("_blazor")]
    [InlineData("content/shots/SORA2_SH0010_v001/poster")]
    public async Task Page_WithoutTheCookieIsRefused(string path)
    {
        using var none = await SendAsync(HttpMethod.Get, path);
        using var wrong = await SendAsync(HttpMethod.Get, path, request => request.Headers.Add("Cookie", $"sora2-{Port}={new string('A', 75)}"));
        using var token = await SendAsync(HttpMethod.Get, path, request => request.Headers.Add("Authorization", $"Bearer {server.Endpoint.Token}"));

        Assert.All((HttpResponseMessage[])[none, wrong, token], static answer => Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode));
    }

    [Theory]
    [InlineData("content/shots/SORA2_SH0010_v001/poster")]
    [InlineData("content/shots/..%2f..%2frun/token")]
    [InlineData("content/shots/%2e%2e/recipe")]
    [InlineData("content/media/..%2f..%2frun%2ftoken")]
    [InlineData("content/jobs/nosuchjob234/preview")]
    [InlineData("assets/..%2fApp.razor")]
    [InlineData("assets/none.css")]
    public async Task Content_ThatIsNotThereIsNotFound(string path)
    {
        var cookie = await CookieAsync();

        using var answer = await SendAsync(HttpMethod.Get, path, request => request.Headers.Add("Cookie", cookie));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("localhost:{0}")]
    [InlineData("127.0.0.1")]
    [InlineData("evil.example:{0}")]
    [InlineData("127.0.0.1.evil.example:{0}")]
    public async Task Page_UnderAnotherHostIsMisdirected(string host)
    {
        var cookie = await CookieAsync();

        using var answer = await SendAsync(HttpMethod.Get, "", request =>
        {
            request.Headers.Host = string.Format(CultureInfo.InvariantCulture, host, Port);
            request.Headers.Add("Cookie", cookie);
        });

        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("http://localhost:{0}")]
    [InlineData(null)]
    public async Task Post_FromAnotherOriginIsForbidden(string? origin)
    {
        var code = new Uri(await LinkAsync()).Fragment[1..];

        using var answer = await SendAsync(
            HttpMethod.Post, "session", body: code, origin: origin is null ? null : string.Format(CultureInfo.InvariantCulture, origin, Port));
        using var ours = await SendAsync(HttpMethod.Post, "session", body: code);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, ours.StatusCode);
    }

    [Theory]
    [InlineData("same-site", "image")]
    [InlineData("cross-site", "video")]
    [InlineData("cross-site", "iframe")]
    public async Task Get_ForAnotherPageIsForbidden(string site, string destination)
    {
        var cookie = await CookieAsync();

        using var answer = await SendAsync(HttpMethod.Get, "", request =>
        {
            request.Headers.Add("Cookie", cookie);
            request.Headers.Add("Sec-Fetch-Site", site);
            request.Headers.Add("Sec-Fetch-Dest", destination);
        });

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task WebSocket_WithoutOurOriginIsForbidden()
    {
        var cookie = await CookieAsync();
        using var socket = new System.Net.WebSockets.ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Cookie", cookie);
        socket.Options.SetRequestHeader("Origin", "https://evil.example");

        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() =>
            socket.ConnectAsync(new Uri($"ws://127.0.0.1:{Port}/dashboard/_blazor"), Cancellation));

        Assert.Equal(HttpStatusCode.Forbidden, socket.HttpStatusCode);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    public async Task Call_ByAnotherMethodIsRefused(string method)
    {
        using var answer = await SendAsync(new HttpMethod(method), "");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    private async Task<string> LinkAsync() =>
        (await new ServerInfo.ServerInfoClient(server.Calls).LinkDashboardAsync(new LinkDashboardRequest(), cancellationToken: Cancellation)).Link;

    private async Task<string> CookieAsync()
    {
        using var answer = await SendAsync(HttpMethod.Post, "session", body: new Uri(await LinkAsync()).Fragment[1..]);
        return answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string body, string? origin = "http://127.0.0.1:{0}") => SendAsync(
        method,
        path,
        request =>
        {
            request.Content = new StringContent(body);
            if (origin is not null)
            {
                request.Headers.Add("Origin", string.Format(CultureInfo.InvariantCulture, origin, Port));
            }
        });

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, Action<HttpRequestMessage>? prepare = null)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(method, $"{Address}/dashboard/{path}");
        request.Headers.Accept.ParseAdd("text/html");
        prepare?.Invoke(request);
        return await client.SendAsync(request, Cancellation);
    }
}
