using Sora2.LocalServer.Videos.Wire;

namespace Sora2.LocalServer.Videos.Files;

/// <summary>/v1/files: store, look at, list, read, delete.</summary>
internal sealed class FileEndpoints(FileStore files)
{
    private const int LargestPage = 10_000;
    private static readonly string[] s_purposes = ["batch", "vision", "user_data"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/files", CreateAsync);
        routes.MapGet("/v1/files", ListAsync);
        routes.MapGet("/v1/files/{id}", (HttpContext context) => WireJson.WriteAsync(context, Reply(files.Get(IdOf(context)))));
        routes.MapGet("/v1/files/{id}/content", SendAsync);
        routes.MapDelete("/v1/files/{id}", DeleteAsync);
    }

    private async Task CreateAsync(HttpContext context)
    {
        var fields = await RequestBody.ReadAsync(context, BodyLimits.Clip, files.ReceiveAsync);
        try
        {
            var purpose = fields.RequiredText("purpose");
            if (!s_purposes.Contains(purpose, StringComparer.Ordinal))
            {
                throw ApiException.InvalidValue("purpose", purpose, s_purposes);
            }

            var file = fields.File("file") is { Bytes: > 0 } received
                ? received
                : throw new ApiException(StatusCodes.Status400BadRequest, "Missing required parameter: 'file'.", "file", "missing_required_parameter");
            await WireJson.WriteAsync(context, Reply(files.Add(file.Id, file.Name, purpose, file.Bytes)));
        }
        catch
        {
            foreach (var file in fields.Files.Values)
            {
                files.Discard(file.Id);
            }

            throw;
        }
    }

    private Task ListAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var (count, ascending) = VideoEndpoints.PageOf(query, LargestPage, LargestPage);
        var rows = files.List(VideoEndpoints.NullIfEmpty(query["after"]), count + 1, ascending, VideoEndpoints.NullIfEmpty(query["purpose"]));
        var page = rows.Take(count).Select(Reply).ToList();
        return WireJson.WriteAsync(context, new
        {
            @object = "list", data = page, first_id = page.FirstOrDefault()?.Id, last_id = page.LastOrDefault()?.Id, has_more = rows.Count > count,
        });
    }

    private Task SendAsync(HttpContext context)
    {
        var file = files.Get(IdOf(context));
        return File.Exists(files.PathOf(file))
            ? TypedResults.PhysicalFile(files.PathOf(file), "application/octet-stream", enableRangeProcessing: true).ExecuteAsync(context)
            : throw ApiException.NotFound("File", file.Id);
    }

    private Task DeleteAsync(HttpContext context)
    {
        var id = files.Get(IdOf(context)).Id;
        files.Remove(id);
        return WireJson.WriteAsync(context, new { id, @object = "file", deleted = true });
    }

    private static string? IdOf(HttpContext context) => context.GetRouteValue("id") as string;

    private static FileReply Reply(StoredFile file) => new(file.Id, file.Bytes, WireJson.Time(file.CreatedAt), file.Name, file.Purpose);
}
