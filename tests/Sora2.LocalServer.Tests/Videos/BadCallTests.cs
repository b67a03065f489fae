using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Xunit;

namespace Sora2.LocalServer.Tests.Videos;

/// <summary>What is refused, in the API's own envelope, with nothing left behind.</summary>
public sealed class BadCallTests(VideosServer server) : IClassFixture<VideosServer>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("{", null, "invalid_json")]
    [InlineData("[]", null, "invalid_json")]
    [InlineData("\"a\"", null, "invalid_json")]
    [InlineData("{\"prompt\":\"a\",\"prompt\":\"b\"}", null, "invalid_json")]
    [InlineData("{}", "prompt", "missing_required_parameter")]
    [InlineData("{\"prompt\":\"\"}", "prompt", "missing_required_parameter")]
    [InlineData("{\"prompt\":{\"a\":1}}", "prompt", "invalid_value")]
    [InlineData("{\"prompt\":\"a\\u0000b\"}", "prompt", "invalid_value")]
    [InlineData("{\"prompt\":\"a\",\"seconds\":\"10\"}", "seconds", "invalid_value")]
    [InlineData("{\"prompt\":\"a\",\"seconds\":\"4.0\"}", "seconds", "invalid_value")]
    [InlineData("{\"prompt\":\"a\",\"seconds\":[4]}", "seconds", "invalid_value")]
    [InlineData("{\"prompt\":\"a\",\"size\":\"1x1\"}", "size", "invalid_value")]
    [InlineData("{\"prompt\":\"a\",\"size\":\"99999999999x720\"}", "size", "invalid_value")]
    [InlineData("{\"prompt\":\"a\",\"model\":\"gpt-4\"}", "model", "invalid_value")]
    [InlineData("{\"prompt\":\"a\",\"model\":\"../../etc\"}", "model", "invalid_value")]
    [InlineData("{\"prompt\":\"a\",\"seed\":\"x\"}", "seed", "invalid_value")]
    [InlineData("{\"prompt\":\"a\",\"seed\":-1}", "seed", "invalid_value")]
    [InlineData("{\"prompt\":\"a\",\"fps\":0}", "fps", "invalid_value")]
    [InlineData("{\"prompt\":\"a\",\"fps\":1000}", "fps", "invalid_value")]
    [InlineData("{\"prompt\":\"a\",\"timecode\":\"99:99\"}", "timecode", "invalid_value")]
    [InlineData("{\"prompt\":\"a\",\"color\":\"rec2020\"}", "color", "invalid_value")]
    [InlineData("{\"prompt\":\"a\",\"stems\":[\"drums\"]}", "stems", "invalid_value")]
    [InlineData("{\"prompt\":\"a\",\"stems\":[\"music\"],\"audio\":false}", "stems", "invalid_value")]
    [InlineData("{\"prompt\":\"a\",\"input_reference\":{}}", "input_reference", "invalid_value")]
    [InlineData("{\"prompt\":\"a\",\"input_reference\":{\"file_id\":\"file_x\",\"image_url\":\"data:\"}}", "input_reference", "invalid_value")]
    [InlineData("{\"prompt\":\"a\",\"input_reference\":{\"image_url\":\"http://127.0.0.1/a.png\"}}", "input_reference.image_url", "invalid_value")]
    [InlineData("{\"prompt\":\"a\",\"input_reference\":{\"image_url\":\"file:///etc/passwd\"}}", "input_reference.image_url", "invalid_value")]
    [InlineData("{\"prompt\":\"a\",\"input_reference\":{\"image_url\":\"data:image/png;base64,%%\"}}", "input_reference.image_url", "invalid_value")]
    [InlineData("{\"prompt\":\"a\",\"input_reference\":{\"image_url\":\"data:image/png;base64,aGVsbG8=\"}}", "file", "invalid_value")]
    public async Task Create_RefusesWhatItCannotTake(string json, string? param, string code)
    {
        using var answer = await server.Client.PostAsync("/v1/videos", new StringContent(json, Encoding.UTF8, "application/json"), Stop);
        var error = await VideosServer.ErrorAsync(answer);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(("invalid_request_error", param, code), (error.Type, error.Param, error.Code));
        Assert.Equal("false", Assert.Single(answer.Headers.GetValues("x-should-retry")));
        Assert.StartsWith("req_", Assert.Single(answer.Headers.GetValues("x-request-id")), StringComparison.Ordinal);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("10", "Invalid value: '10'. Supported values are: '4', '8', '12', '16', and '20'.")]
    public async Task Create_RefusesInTheWordsThatClientsKnow(string seconds, string message)
    {
        using var answer = await server.Client.PostAsync(
            "/v1/videos", new StringContent($$"""{"prompt":"a","seconds":"{{seconds}}"}""", Encoding.UTF8, "application/json"), Stop);

        Assert.Equal(message, (await VideosServer.ErrorAsync(answer)).Message);
    }

    [Theory]
    [InlineData("text/plain", "prompt=a", "unsupported_content_type")]
    [InlineData("multipart/form-data", "a", "invalid_body")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\na ba", "invalid_body")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: attachment\r\n\r\na\r\n--x--", "invalid_body")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a[b\"\r\n\r\na\r\n--x--", "missing_required_parameter")]
    public async Task Create_RefusesABodyThatIsNone(string type, string body, string code)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using var answer = await server.Client.PostAsync("/v1/videos", content, Stop);

        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.StatusCode, (await VideosServer.ErrorAsync(answer)).Code));
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("GET", "/v1/nothing", HttpStatusCode.NotFound)]
    [InlineData("GET", "/v1/videos/video_00000000000000000000000000000000", HttpStatusCode.NotFound)]
    [InlineData("GET", "/v1/videos/..%2f..%2fetc%2fpasswd", HttpStatusCode.NotFound)]
    [InlineData("GET", "/v1/videos/video_x/content", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/v1/videos/video_x", HttpStatusCode.NotFound)]
    [InlineData("PUT", "/v1/videos", HttpStatusCode.MethodNotAllowed)]
    [InlineData("OPTIONS", "/v1/videos", HttpStatusCode.MethodNotAllowed)]
    public async Task Call_OfWhatIsNotThereIsAnsweredInTheEnvelope(string method, string address, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        using var answer = await server.Client.SendAsync(request, Stop);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("invalid_request_error", (await VideosServer.ErrorAsync(answer)).Type);
    }

    [Theory]
    [InlineData("Authorization", "Bearer wrong", HttpStatusCode.Unauthorized, "invalid_api_key")]
    [InlineData("Host", "localhost", HttpStatusCode.MisdirectedRequest, "host")]
    [InlineData("Origin", "https://evil.example", HttpStatusCode.Forbidden, "origin")]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden, "origin")]
    public async Task Call_ThatAPageCouldMakeIsRefused(string header, string value, HttpStatusCode status, string code)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/videos");
        request.Headers.TryAddWithoutValidation(header, value);
        using var answer = await server.Client.SendAsync(request, Stop);

        Assert.Equal((status, code), (answer.StatusCode, (await VideosServer.ErrorAsync(answer)).Code));
    }

    [Fact]
    public async Task Prompt_IsInNoLog()
    {
        await server.MadeAsync(new { prompt = "the unspeakable walrus" });
        server.Worker.Before = static (_, _) => throw new InvalidOperationException("no");
        await server.MadeAsync(new { prompt = "the unspeakable walrus again" });
        server.Worker.Before = static (_, _) => Task.CompletedTask;

        foreach (var file in Directory.EnumerateFiles(server.Paths.Logs))
        {
            await using var log = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            Assert.DoesNotContain("walrus", await new StreamReader(log).ReadToEndAsync(Stop), StringComparison.OrdinalIgnoreCase);
        }
    }

    private void AssertNothingIsLeft() => Assert.Empty(Directory.EnumerateFileSystemEntries(server.Paths.Uploads));
}
