using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Sora2.LocalServer.Tests.Videos;

/// <summary>The life of a video as clients of the API see it.</summary>
public sealed class VideoEndpointsTests(VideosServer server) : IClassFixture<VideosServer>
{
    private static readonly string[] s_keys =
    [
        "id", "object", "model", "status", "progress", "created_at", "completed_at", "expires_at", "prompt", "size", "seconds",
        "remixed_from_video_id", "error",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_AnswersWithEveryKeyAndTheDefaults()
    {
        var video = await server.CreateAsync(new { prompt = "a red ball" });

        Assert.Equal(s_keys, video.Select(static pair => pair.Key).Take(s_keys.Length));
        Assert.Equal(("sora-2", "720x1280", "4", "a red ball"), (Text(video, "model"), Text(video, "size"), Text(video, "seconds"), Text(video, "prompt")));
        Assert.Equal("""{"Pack":"test","Size":"16x16","Fps":"24","Seconds":4}""".ToLowerInvariant(), video["made"]!.ToJsonString());
    }

    [Theory]
    [InlineData("4")]
    [InlineData("8")]
    [InlineData("12")]
    [InlineData("16")]
    [InlineData("20")]
    public async Task Create_TakesSecondsAsNumberAndAsText(string seconds)
    {
        var asText = await server.CreateAsync(new { prompt = "a ball", seconds });
        var asNumber = await server.CreateAsync(new { prompt = "a ball", seconds = int.Parse(seconds, CultureInfo.InvariantCulture) });

        Assert.Equal((seconds, seconds), (Text(asText, "seconds"), Text(asNumber, "seconds")));
    }

    [Fact]
    public async Task Create_TakesFormFieldsInBrackets()
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("a blue car"), "prompt" },
            { new StringContent("8"), "seconds" },
            { new StringContent("1280x720"), "size" },
            { new StringContent("42"), "seed" },
            { new StringContent("23.976"), "fps" },
            { new StringContent("effects"), "stems[]" },
            { new StringContent("music"), "stems[]" },
        };
        using var answer = await server.Client.PostAsync("/v1/videos", form, Stop);
        var video = await VideosServer.ReadAsync(answer);

        Assert.Equal(("8", "1280x720", "42", "24000/1001"), (Text(video, "seconds"), Text(video, "size"), video["seed"]!.ToJsonString(), Text(video, "fps")));
        var job = server.Jobs.FindByKey(VideosServer.IdOf(video))!;
        Assert.Equal([LocalServer.Clips.StemKind.Effects, LocalServer.Clips.StemKind.Music], job.Request.Stems);
    }

    [Fact]
    public async Task Create_TellsWhatItIgnored()
    {
        using var answer = await PostAsync("""{"prompt":"a ball","quality":"standard","x\u000d\u000ay":1}""");

        Assert.Equal("quality, xy", Assert.Single(answer.Headers.GetValues("x-sora2-ignored")));
    }

    [Fact]
    public async Task Create_ReadsTheBeginningOfALongPrompt()
    {
        var video = await server.CreateAsync(new { prompt = string.Concat(Enumerable.Repeat("a ball and ", 2000)) });

        Assert.Contains("are read", video["notes"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(22_000, Text(video, "prompt").Length);
    }

    [Fact]
    public async Task Retrieve_GoesFromQueuedOverInProgressToCompleted()
    {
        // A queue of its own: what other tests left would be held before these.
        await using var own = new VideosServer();
        await own.InitializeAsync();
        JsonObject first, second;
        using (own.HoldJobs())
        {
            first = await own.CreateAsync();
            second = await own.CreateAsync();
            var job = own.Jobs.FindByKey(VideosServer.IdOf(first))!;
            await foreach (var update in own.Jobs.WatchAsync(job.Id, 0, Stop))
            {
                if (update.Job.State == LocalServer.Jobs.JobState.Running)
                {
                    break;
                }
            }

            Assert.Equal("in_progress", Text(await own.GetAsync($"/v1/videos/{VideosServer.IdOf(first)}"), "status"));
            Assert.Equal("queued", Text(await own.GetAsync($"/v1/videos/{VideosServer.IdOf(second)}"), "status"));
        }

        var ended = await own.EndedAsync(second);
        Assert.Equal(("completed", 100), (Text(ended, "status"), (int)ended["progress"]!));
        Assert.NotNull(ended["completed_at"]);
        Assert.Equal("SORA2_", Text(ended, "shot")[..6]);
    }

    [Fact]
    public async Task Retrieve_OfAFailedVideoSaysWhyWithoutThePrompt()
    {
        server.Worker.Before = static (_, _) => throw new LocalServer.Requests.InvalidRequestException("prompt", "a secret garden", "another");
        var video = await server.MadeAsync(new { prompt = "a secret garden" });
        server.Worker.Before = static (_, _) => Task.CompletedTask;

        Assert.Equal("failed", Text(video, "status"));
        Assert.Equal("invalid_request", Text(video["error"]!.AsObject(), "code"));
        Assert.DoesNotContain("secret", Text(video["error"]!.AsObject(), "message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancel_EndsAsFailed()
    {
        using var hold = server.HoldJobs();
        var video = await server.CreateAsync();
        using var answer = await server.Client.PostAsync($"/v1/videos/{VideosServer.IdOf(video)}/cancel", null, Stop);
        var ended = await server.EndedAsync(video);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(("failed", "cancelled"), (Text(ended, "status"), Text(ended["error"]!.AsObject(), "code")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Delete_ForgetsTheVideo(bool whileItRuns)
    {
        using var hold = whileItRuns ? server.HoldJobs() : null;
        var video = whileItRuns ? await server.CreateAsync() : await server.MadeAsync();
        using var deleted = await server.Client.DeleteAsync($"/v1/videos/{VideosServer.IdOf(video)}", Stop);
        using var polled = await server.Client.GetAsync($"/v1/videos/{VideosServer.IdOf(video)}", Stop);

        Assert.Equal(
            $$"""{"id":"{{VideosServer.IdOf(video)}}","object":"video.deleted","deleted":true}""", await deleted.Content.ReadAsStringAsync(Stop));
        Assert.Equal(HttpStatusCode.NotFound, polled.StatusCode);
        Assert.Equal("not_found", (await VideosServer.ErrorAsync(polled)).Code);
    }

    [Fact]
    public async Task Restart_KeepsEveryVideo()
    {
        await using var own = new VideosServer();
        await own.InitializeAsync();
        var video = await own.MadeAsync();

        await own.RestartAsync();

        Assert.Equal(video.ToJsonString(), (await own.GetAsync($"/v1/videos/{VideosServer.IdOf(video)}")).ToJsonString());
    }

    private static string Text(JsonObject inner, string name) => inner[name]!.GetValue<string>();

    private Task<HttpResponseMessage> PostAsync(string json) =>
        server.Client.PostAsync("/v1/videos", new StringContent(json, System.Text.Encoding.UTF8, "application/json"), Stop);
}
