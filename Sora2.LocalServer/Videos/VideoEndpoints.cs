using System.Globalization;
using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Jobs.Faults;
using Sora2.LocalServer.Videos.Making;
using Sora2.LocalServer.Videos.Wire;
using Sora2.LocalServer.Videos.Wishes;

namespace Sora2.LocalServer.Videos;

/// <summary>/v1/videos: create, retrieve, list, cancel, delete.</summary>
internal sealed class VideoEndpoints(
    JobQueue jobs, VideoStore videos, VideoCatalog catalog, VideoMaker maker, ShotWishes shots, ClipWishes clips, References references)
{
    private const int DefaultPage = 20;
    private const int LargestPage = 100;
    private const string PollMilliseconds = "1000";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/videos", CreateAsync);
        routes.MapGet("/v1/videos", ListAsync);
        routes.MapPost("/v1/videos/edits", EditAsync);
        routes.MapPost("/v1/videos/extensions", ExtendAsync);
        routes.MapPost("/v1/videos/{id}/remix", RemixAsync);
        routes.MapGet("/v1/videos/{id}", RetrieveAsync);
        routes.MapDelete("/v1/videos/{id}", DeleteAsync);
        routes.MapPost("/v1/videos/{id}/cancel", CancelAsync);
    }

    private Task CreateAsync(HttpContext context) => MakeAsync(context, BodyLimits.Pictures, shots.ReadAsync);

    private Task EditAsync(HttpContext context) => MakeAsync(context, BodyLimits.Clip, clips.ReadEditAsync);

    private Task ExtendAsync(HttpContext context) => MakeAsync(context, BodyLimits.Clip, clips.ReadExtensionAsync);

    private Task RemixAsync(HttpContext context) =>
        MakeAsync(context, BodyLimits.Clip, (fields, stop) => clips.ReadRemixAsync(IdOf(context), fields, stop));

    private async Task MakeAsync(HttpContext context, BodyLimits limits, Func<RequestFields, CancellationToken, Task<VideoWish>> read)
    {
        var fields = await RequestBody.ReadAsync(context, limits, references.StoreAsync);
        var id = await maker.AnswerAsync(context, fields, stop => read(fields, stop));
        await WireJson.WriteAsync(context, catalog.Reply(id));
    }

    private Task RetrieveAsync(HttpContext context)
    {
        var video = catalog.Reply(IdOf(context));
        if (video.Status is "queued" or "in_progress")
        {
            context.Response.Headers["openai-poll-after-ms"] = PollMilliseconds;
        }

        return WireJson.WriteAsync(context, video);
    }

    private Task ListAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var (count, ascending) = PageOf(query, DefaultPage, LargestPage);
        var (page, hasMore) = catalog.List(NullIfEmpty(query["after"]), ascending, count);
        return WireJson.WriteAsync(
            context,
            new { @object = "list", data = page, first_id = page.FirstOrDefault()?.Id, last_id = page.LastOrDefault()?.Id, has_more = hasMore });
    }

    private async Task CancelAsync(HttpContext context)
    {
        var (row, job) = catalog.Get(IdOf(context));
        await jobs.CancelAsync(job.Id, context.RequestAborted);
        await WireJson.WriteAsync(context, catalog.Reply(row.Id));
    }

    // The video is forgotten; a job that is not finished is ended, and a shot that is published stays in its owner's library.
    private async Task DeleteAsync(HttpContext context)
    {
        var (row, job) = catalog.Get(IdOf(context));
        await jobs.CancelAsync(job.Id, CancellationToken.None);
        videos.Remove(row.Id);
        catalog.Forget(row.Id);
        try
        {
            await jobs.DeleteAsync(job.Id, CancellationToken.None);
        }
        catch (JobStateException)
        {
            // Its worker is about to stop; the job stays in the queue's history.
        }

        await WireJson.WriteAsync(context, new { id = row.Id, @object = "video.deleted", deleted = true });
    }

    /// <summary>Reads "limit" and "order" of a list.</summary>
    /// <exception cref="ApiException">A bad one.</exception>
    public static (int Count, bool Ascending) PageOf(IQueryCollection query, int standard, int largest)
    {
        var count = standard;
        if (NullIfEmpty(query["limit"]) is { } limit
            && !(int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count <= largest))
        {
            throw ApiException.Invalid("limit", $"'limit' must be a whole number from 0 to {largest}.");
        }

        return NullIfEmpty(query["order"]) switch
        {
            null or "desc" => (count, false),
            "asc" => (count, true),
            var order => throw ApiException.InvalidValue("order", order, "asc", "desc"),
        };
    }

    public static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string? IdOf(HttpContext context) => context.GetRouteValue("id") as string;
}
