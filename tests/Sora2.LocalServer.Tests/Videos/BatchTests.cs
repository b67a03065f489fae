using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Sora2.LocalServer.Tests.Videos;

/// <summary>Lists of shots as one file.</summary>
public sealed class BatchTests(VideosServer server) : IClassFixture<VideosServer>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Batch_MakesEveryLineAndSaysWhatBecameOfIt()
    {
        var file = await StoreAsync(Line("one", """{"prompt":"a red ball"}""") + Line("two", """{"prompt":"a","seconds":"5"}""") + Line("three", """{"prompt":"a blue car"}"""));
        var batch = await EndedAsync(await CreateAsync(file));

        Assert.Equal("""{"total":3,"completed":2,"failed":1}""", batch["request_counts"]!.ToJsonString());
        var output = await LinesAsync((string)batch["output_file_id"]!);
        Assert.Equal(["one", "three"], output.Select(static line => (string)line["custom_id"]!));
        Assert.All(output, static line => Assert.Equal("completed", (string)line["response"]!["body"]!["status"]!));
        var refused = Assert.Single(await LinesAsync((string)batch["error_file_id"]!));
        Assert.Equal(("two", 400, "seconds"), ((string)refused["custom_id"]!, (int)refused["response"]!["status_code"]!, (string)refused["response"]!["body"]!["error"]!["param"]!));
    }

    [Fact]
    public async Task Cancel_EndsWhatWaits()
    {
        await using var own = new VideosServer();
        await own.InitializeAsync();
        using var hold = own.HoldJobs();
        var batches = new BatchTests(own);
        var batch = await batches.CreateAsync(await batches.StoreAsync(Line("one", """{"prompt":"a"}""") + Line("two", """{"prompt":"b"}""")));
        using var answer = await own.Client.PostAsync($"/v1/batches/{batch["id"]}/cancel", null, Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("cancelled", (string)(await batches.EndedAsync(batch))["status"]!);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}\n")]
    [InlineData("no json\n")]
    [InlineData("{\"custom_id\":\"a\",\"method\":\"GET\",\"url\":\"/v1/videos\",\"body\":{}}\n")]
    [InlineData("{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"/v1/files\",\"body\":{}}\n")]
    public async Task Create_RefusesAFileWithABadLine(string lines)
    {
        using var answer = await server.Client.PostAsJsonAsync(
            "/v1/batches", new { input_file_id = await StoreAsync(lines.Length == 0 ? "\n" : lines), endpoint = "/v1/videos", completion_window = "24h" }, Stop);

        Assert.Equal((HttpStatusCode.BadRequest, "input_file_id"), (answer.StatusCode, (await VideosServer.ErrorAsync(answer)).Param));
    }

    private static string Line(string id, string body) => $$"""{"custom_id":"{{id}}","method":"POST","url":"/v1/videos","body":{{body}}}""" + "\n";

    private async Task<string> StoreAsync(string lines)
    {
        using var form = new MultipartFormDataContent { { new StringContent("batch"), "purpose" }, { new ByteArrayContent(Encoding.UTF8.GetBytes(lines)), "file", "shots.jsonl" } };
        using var answer = await server.Client.PostAsync("/v1/files", form, Stop);
        return (string)(await VideosServer.ReadAsync(answer))["id"]!;
    }

    private async Task<JsonObject> CreateAsync(string file)
    {
        using var answer = await server.Client.PostAsJsonAsync("/v1/batches", new { input_file_id = file, endpoint = "/v1/videos", completion_window = "24h" }, Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await VideosServer.ReadAsync(answer);
    }

    // A batch tells nobody when it ends: clients ask again, and so do we.
    private async Task<JsonObject> EndedAsync(JsonObject batch)
    {
        for (var asked = 0; asked < 20_000; asked++)
        {
            var now = await server.GetAsync($"/v1/batches/{batch["id"]}");
            if ((string)now["status"]! is "completed" or "cancelled")
            {
                return now;
            }
        }

        throw new TimeoutException("The batch did not end.");
    }

    private async Task<JsonObject[]> LinesAsync(string file) =>
    [
        .. (await server.Client.GetStringAsync($"/v1/files/{file}/content", Stop))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonNode.Parse(line)!.AsObject()),
    ];
}
