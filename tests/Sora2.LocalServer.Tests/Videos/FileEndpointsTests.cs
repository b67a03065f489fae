using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Sora2.LocalServer.Tests.Videos;

/// <summary>Files that clients store, pictures among them, and the models that they may name.</summary>
public sealed class FileEndpointsTests(VideosServer server) : IClassFixture<VideosServer>
{
    // 2 x 2 pixels, red.
    private const string Png =
        "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGP4z8AARAwQCgAf7gP9i18U1AAAAABJRU5ErkJggg==";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task File_IsStoredReadListedAndDeleted()
    {
        var file = await StoreAsync("shots.jsonl", "batch", "{}\n"u8.ToArray());
        var address = $"/v1/files/{file["id"]}";

        Assert.Equal(("file", "shots.jsonl", "batch", 3), ((string)file["object"]!, (string)file["filename"]!, (string)file["purpose"]!, (int)file["bytes"]!));
        Assert.Equal(file.ToJsonString(), (await server.GetAsync(address)).ToJsonString());
        Assert.Equal("{}\n", await server.Client.GetStringAsync(address + "/content", Stop));
        Assert.Contains((string)file["id"]!, (await server.GetAsync("/v1/files?purpose=batch")).ToJsonString(), StringComparison.Ordinal);
        using var deleted = await server.Client.DeleteAsync(address, Stop);
        using var gone = await server.Client.GetAsync(address, Stop);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (deleted.StatusCode, gone.StatusCode));
    }

    [Theory]
    [InlineData("../../../../etc/passwd", "passwd")]
    [InlineData("..\\..\\windows\\system.ini", "system.ini")]
    [InlineData("/etc/shadow", "shadow")]
    public async Task File_NamedAsAPathIsNone(string name, string shown)
    {
        var file = await StoreAsync(name, "user_data", [1, 2, 3]);

        Assert.Equal(shown, (string)file["filename"]!);
        Assert.All(
            Directory.EnumerateFiles(Path.Combine(server.Paths.Videos, "files")), static path => Assert.StartsWith("file_", Path.GetFileName(path), StringComparison.Ordinal));
    }

    [Fact]
    public async Task File_IsTheFirstFrameOfAVideo()
    {
        var file = await StoreAsync("a.png", "vision", Convert.FromBase64String(Png));
        using var wrong = await server.Client.PostAsync(
            "/v1/videos", Json($$$"""{"prompt":"a","input_reference":{"file_id":"{{{file["id"]}}}"}}"""), Stop);
        var video = await server.CreateAsync(new { prompt = "a", first_frame = new { file_id = (string)file["id"]! } });

        Assert.Equal("Inpaint image must match the requested width and height", (await VideosServer.ErrorAsync(wrong)).Message);
        Assert.Single(server.Jobs.FindByKey(VideosServer.IdOf(video))!.Request.Conditioning);
    }

    [Fact]
    public async Task DataUrl_IsAPictureAsWell()
    {
        var video = await server.CreateAsync(new { prompt = "a", last_frame = new { image_url = "data:image/png;base64," + Png } });

        Assert.True(Assert.Single(server.Jobs.FindByKey(VideosServer.IdOf(video))!.Request.Conditioning).LastFrame);
    }

    [Theory]
    [InlineData("/v1/files/file_x/content")]
    [InlineData("/v1/files/..%2F..%2Fjobs.db/content")]
    public async Task Content_OfWhatIsNoFileIsNotFound(string address)
    {
        using var answer = await server.Client.GetAsync(address, Stop);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Models_AreListedAndFound()
    {
        var models = (await server.GetAsync("/v1/models"))["data"]!.AsArray().Select(static model => (string)model!["id"]!);

        Assert.Contains("sora-2-pro", models);
        Assert.Equal("sora-2", (string)(await server.GetAsync("/v1/models/sora-2"))["id"]!);
        using var none = await server.Client.GetAsync("/v1/models/gpt-4", Stop);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    private static StringContent Json(string text) => new(text, System.Text.Encoding.UTF8, "application/json");

    private async Task<JsonObject> StoreAsync(string name, string purpose, byte[] bytes)
    {
        // The file first: fields come in any order.
        using var form = new MultipartFormDataContent { { new ByteArrayContent(bytes), "file", name }, { new StringContent(purpose), "purpose" } };
        using var answer = await server.Client.PostAsync("/v1/files", form, Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await VideosServer.ReadAsync(answer);
    }
}
