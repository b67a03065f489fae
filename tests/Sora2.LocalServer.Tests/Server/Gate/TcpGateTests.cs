using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using Sora2.Contracts.V1;
using Sora2.LocalServer.Tests.Rpc;
using Xunit;

namespace Sora2.LocalServer.Tests.Server.Gate;

/// <summary>What a web page could send to the loopback address is refused before any service sees it.</summary>
public sealed class TcpGateTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Path = "/sora2.v1.ServerInfo/Get";

    [Fact]
    public async Task Call_WithTheTokenIsAnswered()
    {
        var endpoint = server.Endpoint;
        using var channel = GrpcChannel.ForAddress(endpoint.Address);
        var info = new ServerInfo.ServerInfoClient(channel);

        var answer = await info.GetAsync(
            new GetServerInfoRequest(),
            new Metadata { { "authorization", $"Bearer {endpoint.Token}" } },
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(Environment.ProcessId, answer.Pid);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer ")]
    [InlineData("Bearer wrong")]
    [InlineData("Basic {0}")]
    [InlineData("bearer {0}")]
    [InlineData("Bearer {0}x")]
    public async Task Call_WithoutTheTokenIsUnauthorized(string? authorization)
    {
        var value = authorization is null ? null : string.Format(System.Globalization.CultureInfo.InvariantCulture, authorization, server.Endpoint.Token);

        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(request => Add(request, "Authorization", value)));
    }

    [Theory]
    [InlineData("localhost:{0}")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:1")]
    [InlineData("evil.example:{0}")]
    [InlineData("127.0.0.1.evil.example:{0}")]
    public async Task Call_UnderAnotherHostIsMisdirected(string host)
    {
        var port = new Uri(server.Endpoint.Address).Port;

        Assert.Equal(HttpStatusCode.MisdirectedRequest, await SendAsync(request =>
        {
            request.Headers.Host = string.Format(System.Globalization.CultureInfo.InvariantCulture, host, port);
            Authorize(request);
        }));
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData("http://127.0.0.1")]
    public async Task Call_FromAPageIsForbidden(string origin) =>
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(request =>
        {
            request.Headers.Add("Origin", origin);
            Authorize(request);
        }));

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    public async Task Call_ByAnotherMethodIsRefused(string method) =>
        Assert.Equal(HttpStatusCode.MethodNotAllowed, await SendAsync(request =>
        {
            request.Method = new HttpMethod(method);
            request.Content = null;
            Authorize(request);
        }));

    private void Authorize(HttpRequestMessage request) => Add(request, "Authorization", $"Bearer {server.Endpoint.Token}");

    private static void Add(HttpRequestMessage request, string name, string? value)
    {
        if (value is not null)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }

    private async Task<HttpStatusCode> SendAsync(Action<HttpRequestMessage> prepare)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, server.Endpoint.Address + Path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent([0, 0, 0, 0, 0]),
        };
        prepare(request);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
