using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Jobs.Running;
using Sora2.LocalServer.Jobs.Workers;
using Sora2.LocalServer.Media;
using Sora2.LocalServer.Planning;
using Sora2.LocalServer.Server;
using Sora2.LocalServer.Tests.Jobs;
using Xunit;

namespace Sora2.LocalServer.Tests.Videos;

/// <summary>A real server in this process whose shots need no model and no FFmpeg, spoken to as the SDKs do: HTTP/1.1 with the token.</summary>
public class VideosServer : IAsyncLifetime
{
    private ServerHost? _host;

    internal ServerPaths Paths { get; } = new(
        Path.Combine(Path.GetTempPath(), $"sora2-{Guid.NewGuid():n}"[..18]), Path.Combine(Path.GetTempPath(), "sora2-no-models"));

    /// <summary>Sends the token with every call.</summary>
    public HttpClient Client { get; private set; } = null!;

    internal InProcessWorker Worker { get; } = new();

    internal JobQueue Jobs => _host!.Services.GetRequiredService<JobQueue>();

    internal IServiceProvider Services => _host!.Services;

    internal string Token => File.ReadAllText(Paths.Token).Trim();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Paths.Home, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Stops the server and starts one on the same home.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    /// <summary>Holds every job from now on until what is returned is disposed.</summary>
    public IDisposable HoldJobs()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Worker.Before = (_, stop) => gate.Task.WaitAsync(stop);
        return new Release(() =>
        {
            Worker.Before = (_, _) => Task.CompletedTask;
            gate.TrySetResult();
        });
    }

    /// <summary>Creates a video from JSON and answers with it.</summary>
    public async Task<JsonObject> CreateAsync(object? body = null)
    {
        using var answer = await Client.PostAsJsonAsync("/v1/videos", body ?? new { prompt = "a red ball" }, Stop);
        Assert.Equal("", answer.IsSuccessStatusCode ? "" : await answer.Content.ReadAsStringAsync(Stop));
        return await ReadAsync(answer);
    }

    /// <summary>The video once it is completed or failed.</summary>
    public async Task<JsonObject> EndedAsync(JsonObject video)
    {
        var job = Jobs.FindByKey(IdOf(video))!;
        await foreach (var update in Jobs.WatchAsync(job.Id, 0, Stop))
        {
            job = update.Job;
        }

        Assert.True(job.IsFinished);
        return await GetAsync($"/v1/videos/{IdOf(video)}");
    }

    /// <summary>Creates a video and waits for its end.</summary>
    public async Task<JsonObject> MadeAsync(object? body = null) => await EndedAsync(await CreateAsync(body));

    public async Task<JsonObject> GetAsync(string address)
    {
        using var answer = await Client.GetAsync(address, Stop);
        Assert.Equal("", answer.IsSuccessStatusCode ? "" : await answer.Content.ReadAsStringAsync(Stop));
        return await ReadAsync(answer);
    }

    public static async Task<JsonObject> ReadAsync(HttpResponseMessage answer) =>
        (await JsonNode.ParseAsync(await answer.Content.ReadAsStreamAsync(Stop), cancellationToken: Stop))!.AsObject();

    /// <summary>The envelope's four keys: message, type, param, code.</summary>
    public static async Task<(string Message, string Type, string? Param, string? Code)> ErrorAsync(HttpResponseMessage answer)
    {
        var error = (await ReadAsync(answer))["error"]!.AsObject();
        Assert.Equal(["message", "type", "param", "code"], error.Select(static pair => pair.Key));
        return ((string)error["message"]!, (string)error["type"]!, (string?)error["param"], (string?)error["code"]);
    }

    public static string IdOf(JsonObject video) => video["id"]!.GetValue<string>();

    internal virtual void Replace(IServiceCollection services)
    {
        services.AddSingleton<IPlanner, TestPlanner>();
        services.AddSingleton<IShotEncoder, TestShotEncoder>();
        services.AddSingleton<IShotWorker>(Worker);
        services.AddSingleton<PackVerification>((_, _) => { });
    }

    private async Task StartAsync()
    {
        _host = await ServerHost.StartAsync(Paths, new ServerOptions { Detached = true }, CancellationToken.None, Replace);
        using var endpoint = JsonDocument.Parse(await File.ReadAllTextAsync(Paths.Discovery, Stop));
        Client = new HttpClient { BaseAddress = new Uri(endpoint.RootElement.GetProperty("address").GetString()!) };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    private async Task StopAsync()
    {
        Client?.Dispose();
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    private sealed class Release(Action release) : IDisposable
    {
        public void Dispose() => release();
    }
}
