using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Sora2.LocalServer.Videos.Webhooks;
using Xunit;

namespace Sora2.LocalServer.Tests.Videos;

/// <summary>Events that tell when videos end.</summary>
public sealed class WebhookTests : IAsyncLifetime
{
    private readonly VideosServer _server = new();
    private readonly Channel<(IHeaderDictionary Headers, string Body)> _heard = Channel.CreateUnbounded<(IHeaderDictionary, string)>();
    private readonly Queue<int> _answers = new();
    private WebApplication? _listener;
    private string _address = "";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _listener = builder.Build();
        _listener.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync();
            context.Response.StatusCode = _answers.TryDequeue(out var status) ? status : 200;
            await _heard.Writer.WriteAsync((new HeaderDictionary(context.Request.Headers.ToDictionary()), body));
        });
        await _listener.StartAsync(Stop);
        _address = _listener.Urls.First();
        Allow($"{_address}/hooks");
    }

    public async ValueTask DisposeAsync()
    {
        await _listener!.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Event_IsSignedAndSaysWhatEnded()
    {
        var secret = (string)(await CreateAsync("/hooks/a"))["signing_secret"]!;
        var completed = await _server.MadeAsync();
        var (headers, body) = await _heard.Reader.ReadAsync(Stop);
        _server.Worker.Before = static (_, _) => throw new LocalServer.Requests.InvalidRequestException("prompt", "x", "y");
        var failed = await _server.MadeAsync();
        var second = JsonNode.Parse((await _heard.Reader.ReadAsync(Stop)).Body)!;

        var told = JsonNode.Parse(body)!;
        Assert.Equal(("event", "video.completed", VideosServer.IdOf(completed)), ((string)told["object"]!, (string)told["type"]!, (string)told["data"]!["id"]!));
        Assert.Equal(("video.failed", VideosServer.IdOf(failed)), ((string)second["type"]!, (string)second["data"]!["id"]!));
        Assert.Equal(
            WebhookSender.Sign(secret, headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString(), Encoding.UTF8.GetBytes(body)),
            headers["webhook-signature"]);
    }

    [Fact]
    public async Task Rotate_SignsWithBothSecretsForADay()
    {
        var endpoint = await CreateAsync("/hooks");
        using var answer = await _server.Client.PostAsJsonAsync($"/v1/webhook_endpoints/{endpoint["id"]}/rotate_secret", new { keep_old_secret_active_for_24_hours = true }, Stop);
        var fresh = (string)(await VideosServer.ReadAsync(answer))["signing_secret"]!;
        using var test = await _server.Client.PostAsJsonAsync($"/v1/webhook_endpoints/{endpoint["id"]}/test", new { event_type = "video.completed" }, Stop);
        var (headers, body) = await _heard.Reader.ReadAsync(Stop);
        string Signed(string secret) => WebhookSender.Sign(secret, headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString(), Encoding.UTF8.GetBytes(body));

        Assert.Equal(HttpStatusCode.OK, test.StatusCode);
        Assert.Equal($"{Signed(fresh)} {Signed((string)endpoint["signing_secret"]!)}", headers["webhook-signature"]);
    }

    [Fact]
    public async Task Event_SurvivesTheServer()
    {
        await CreateAsync("/hooks");
        _answers.Enqueue(503);
        var video = await _server.MadeAsync();
        var first = await _heard.Reader.ReadAsync(Stop);

        // It is due again in seconds; time is the system's here, so that the wait is real and short.
        await _server.RestartAsync();
        var second = await _heard.Reader.ReadAsync(Stop);

        Assert.Equal((first.Body, first.Headers["webhook-id"]), (second.Body, second.Headers["webhook-id"]));
        Assert.Contains(VideosServer.IdOf(video), second.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/hooks")]
    [InlineData("https://evil.example/hooks")]
    [InlineData("{0}/hooksmore")]
    [InlineData("{0}/other")]
    [InlineData("{0}/hooks/../other")]
    [InlineData("file:///etc/passwd")]
    [InlineData("not an address")]
    public async Task Create_RefusesAnAddressThatTheOwnerDidNotAllow(string url)
    {
        using var answer = await PostAsync(url.Replace("{0}", _address, StringComparison.Ordinal));

        Assert.Equal((HttpStatusCode.BadRequest, "url_not_allowed"), (answer.StatusCode, (await VideosServer.ErrorAsync(answer)).Code));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"webhooks\":1}")]
    [InlineData("{\"webhooks\":{\"allowed\":[1,null]}}")]
    public async Task Settings_ThatCannotBeReadAllowNothing(string settings)
    {
        await File.WriteAllTextAsync(_server.Paths.Settings, settings, Stop);
        using var answer = await PostAsync($"{_address}/hooks");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private void Allow(string address) =>
        File.WriteAllText(_server.Paths.Settings, JsonSerializer.Serialize(new { webhooks = new { allowed = (string[])[address] } }));

    private async Task<JsonObject> CreateAsync(string path)
    {
        using var answer = await PostAsync(_address + path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await VideosServer.ReadAsync(answer);
    }

    private Task<HttpResponseMessage> PostAsync(string url) => _server.Client.PostAsJsonAsync(
        "/v1/webhook_endpoints", new { name = "mine", url, event_types = (string[])["video.completed", "video.failed"] }, Stop);
}
