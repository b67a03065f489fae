using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Sora2.LocalServer.Tests.Videos;

/// <summary>Pages of videos.</summary>
public sealed class VideoListTests : IAsyncLifetime
{
    private readonly VideosServer _server = new();
    private readonly List<string> _ids = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task List_OfNothingHasNullIds() => Assert.Equal(
        """{"object":"list","data":[],"first_id":null,"last_id":null,"has_more":false}""", (await _server.GetAsync("/v1/videos")).ToJsonString());

    [Fact]
    public async Task List_GivesPagesInBothOrders()
    {
        for (var count = 0; count < 5; count++)
        {
            _ids.Add(VideosServer.IdOf(await _server.CreateAsync()));
        }

        Assert.Equal(_ids, await AllAsync("asc"));
        Assert.Equal(Enumerable.Reverse(_ids), await AllAsync("desc"));
    }

    [Theory]
    [InlineData("limit=101", HttpStatusCode.BadRequest, "limit")]
    [InlineData("limit=-1", HttpStatusCode.BadRequest, "limit")]
    [InlineData("order=up", HttpStatusCode.BadRequest, "order")]
    [InlineData("after=video_0", HttpStatusCode.NotFound, null)]
    [InlineData("after=../../etc/passwd", HttpStatusCode.NotFound, null)]
    public async Task List_RefusesABadPage(string query, HttpStatusCode status, string? param)
    {
        using var answer = await _server.Client.GetAsync($"/v1/videos?{query}", Stop);

        Assert.Equal((status, param), (answer.StatusCode, (await VideosServer.ErrorAsync(answer)).Param));
    }

    // As the SDK follows pages: while has_more, after the last id.
    private async Task<List<string>> AllAsync(string order)
    {
        var all = new List<string>();
        var after = "";
        for (var pages = 0; pages < 10; pages++)
        {
            var page = await _server.GetAsync($"/v1/videos?limit=2&order={order}{after}");
            var ids = page["data"]!.AsArray().Select(static video => VideosServer.IdOf(video!.AsObject())).ToList();
            all.AddRange(ids);
            Assert.Equal((ids[0], ids[^1]), ((string)page["first_id"]!, (string)page["last_id"]!));
            if (!(bool)page["has_more"]!)
            {
                break;
            }

            after = $"&after={page["last_id"]}";
        }

        return all;
    }
}
