using Microsoft.Net.Http.Headers;
using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Library;
using Sora2.LocalServer.Media.Ffmpeg;
using Sora2.LocalServer.Videos.Making;
using Sora2.LocalServer.Videos.Wire;
using Sora2.LocalServer.Videos.Wishes;

namespace Sora2.LocalServer.Videos.Content;

/// <summary>/v1/videos/{id}/content: the movie, pictures of it, and its sounds one by one. Ranges are answered.</summary>
internal sealed class ContentEndpoints(VideoCatalog catalog, DerivedMedia derived)
{
    private const string Mix = "mix";
    private const string Recipe = "recipe";

    private static readonly string[] s_reads = [HttpMethods.Get, HttpMethods.Head];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/v1/videos/{id}/content", s_reads, SendAsync);
        routes.MapGet("/v1/videos/{id}/stems", ListStemsAsync);
    }

    private async Task SendAsync(HttpContext context)
    {
        var variant = VideoEndpoints.NullIfEmpty(context.Request.Query["variant"]) ?? "video";
        var (row, job) = catalog.Get(context.GetRouteValue("id") as string);
        var shot = catalog.ShotOf(row, job);
        var (path, type) = await FindAsync(row, job, shot, variant, context.RequestAborted);
        if (!File.Exists(path))
        {
            throw new ApiException(StatusCodes.Status404NotFound, $"The content of video '{row.Id}' is gone from the library.", null, "video_expired");
        }

        // What was published never changes, so a download that broke off can go on where it ended.
        var tag = new EntityTagHeaderValue($"\"{row.Id}-{variant}\"");
        await TypedResults.PhysicalFile(path, type, null, File.GetLastWriteTimeUtc(path), tag, enableRangeProcessing: true).ExecuteAsync(context);
    }

    private Task ListStemsAsync(HttpContext context)
    {
        var (row, job) = catalog.Get(context.GetRouteValue("id") as string);
        var shot = catalog.ShotOf(row, job);
        return WireJson.WriteAsync(context, new
        {
            @object = "list",
            data = NamesOf(shot).Select(name => new { name, @object = "video.stem", content = $"/v1/videos/{row.Id}/content?variant={name}" }),
        });
    }

    private async Task<(string Path, string Type)> FindAsync(VideoRow row, Job job, PublishedShot shot, string variant, CancellationToken stop)
    {
        var seconds = row.Facts.Made!.Seconds;
        switch (variant)
        {
            case "video":
                return (shot.Picture, "video/mp4");

            case "thumbnail":
                return (await derived.GetAsync(
                    $"{shot.Name}.webp", (tools, path, cancel) => new MovieStills(tools).WriteWebPAsync(shot.Picture, "mov", seconds / 2, path, cancel), stop), "image/webp");

            case "spritesheet":
                return (await derived.GetAsync(
                    $"{shot.Name}.jpg", (tools, path, cancel) => new MovieStills(tools).WriteSheetAsync(shot.Picture, "mov", seconds, path, cancel), stop), "image/jpeg");

            case Recipe:
                return (shot.Recipe, "application/json");

            case Mix when shot.Mix is { } mix:
                return (mix, "audio/wav");

            default:
                return VideoFields.StemOf(variant) is { } stem && shot.Stems.TryGetValue(stem, out var sound)
                    ? (sound, "audio/wav")
                    : throw ApiException.InvalidValue("variant", variant, ["video", "thumbnail", "spritesheet", .. NamesOf(shot), Recipe]);
        }
    }

    private static IEnumerable<string> NamesOf(PublishedShot shot) =>
        shot.Stems.Keys.Order().Select(static stem => stem.Word()).Concat(shot.Mix is null ? [] : [Mix]);
}
