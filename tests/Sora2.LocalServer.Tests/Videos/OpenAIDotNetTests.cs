using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using OpenAI.Videos;
using Sora2.LocalServer.Jobs;
using Xunit;

#pragma warning disable OPENAI001 // The client is marked experimental, and is what programs use.

namespace Sora2.LocalServer.Tests.Videos;

/// <summary>OpenAI's own client for .NET, unmodified.</summary>
public sealed class OpenAIDotNetTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static RequestOptions Options => new() { CancellationToken = Stop };

    [Fact]
    public async Task Life_OfAVideoIsAsTheClientHasIt()
    {
        await using var server = new EncodingServer();
        await server.InitializeAsync();
        var client = ClientOf(server);

        var created = Read(await client.CreateVideoAsync(Json("""{"prompt":"a red ball","model":"sora-2","seconds":"4","size":"1280x720","fps":12}"""), "application/json", Options));
        await server.EndedAsync(created);
        var id = VideosServer.IdOf(created);
        var movie = await client.DownloadVideoAsync(id, null, Options);
        var thumbnail = await client.DownloadVideoAsync(id, "thumbnail", Options);
        var form = await FormAsync();
        var second = Read(await client.CreateVideoAsync(BinaryContent.Create(BinaryData.FromBytes(form.Body)), form.Type, Options));
        var remix = Read(await client.CreateVideoRemixAsync(id, Json("""{"prompt":"a blue ball"}"""), "application/json", Options));

        Assert.Equal("completed", (string)Read(await client.GetVideoAsync(id, Options))["status"]!);
        Assert.Equal("ftyp"u8.ToArray(), movie.GetRawResponse().Content.ToArray()[4..8]);
        Assert.Equal("WEBP"u8.ToArray(), thumbnail.GetRawResponse().Content.ToArray()[8..12]);
        Assert.Equal(("8", "a blue car"), ((string)second["seconds"]!, (string)second["prompt"]!));
        Assert.Equal(id, (string)remix["remixed_from_video_id"]!);
        Assert.True((bool)Read(await client.DeleteVideoAsync(id, Options))["deleted"]!);
        Assert.Equal(404, (await Assert.ThrowsAsync<ClientResultException>(() => client.GetVideoAsync(id, Options))).Status);
    }

    [Fact]
    public async Task Refusals_AreWhatTheClientExpects()
    {
        await using var server = new FullServer();
        await server.InitializeAsync();
        var client = ClientOf(server, retries: 0);

        var bad = await Assert.ThrowsAsync<ClientResultException>(() => client.CreateVideoAsync(Json("""{"prompt":"a","seconds":"5"}"""), "application/json", Options));
        var full = await Assert.ThrowsAsync<ClientResultException>(() => client.CreateVideoAsync(Json("""{"prompt":"a"}"""), "application/json", Options));

        Assert.Equal(400, bad.Status);
        Assert.Contains("Parameter: seconds", bad.Message, StringComparison.Ordinal);
        Assert.Equal(429, full.Status);
        Assert.True(full.GetRawResponse()!.Headers.TryGetValue("retry-after-ms", out _));
    }

    private static VideoClient ClientOf(VideosServer server, int retries = 3) => new(
        new ApiKeyCredential(server.Token),
        new VideoClientOptions { Endpoint = new Uri(server.Client.BaseAddress!, "/v1"), RetryPolicy = new ClientRetryPolicy(retries) });

    private static BinaryContent Json(string text) => BinaryContent.Create(BinaryData.FromString(text));

    private static JsonObject Read(ClientResult result) => JsonNode.Parse(result.GetRawResponse().Content.ToString())!.AsObject();

    private static async Task<(byte[] Body, string Type)> FormAsync()
    {
        using var form = new MultipartFormDataContent { { new StringContent("a blue car"), "prompt" }, { new StringContent("8"), "seconds" }, { new StringContent("12"), "fps" } };
        return (await form.ReadAsByteArrayAsync(Stop), form.Headers.ContentType!.ToString());
    }

    private sealed class FullServer : VideosServer
    {
        internal override void Replace(IServiceCollection services)
        {
            base.Replace(services);
            services.AddSingleton(new JobOptions { QueueLimit = 0 });
        }
    }
}
