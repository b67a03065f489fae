using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Media;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Dashboard.Content;

/// <summary>Pictures of what is not a shot yet: previews of jobs, and pictures that a wish hangs on.</summary>
internal sealed class WorkEndpoints(JobQueue jobs, UploadStore uploads)
{
    public static string PreviewOf(Job job) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"content/jobs/{job.Id}/preview?{job.Sequence}");

    public static string PictureOf(string mediaId) => $"content/media/{mediaId}";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/content/jobs/{id}/preview", SendPreviewAsync);
        routes.MapGet("/content/media/{id}", SendPictureAsync);
    }

    private Task SendPreviewAsync(HttpContext context)
    {
        var preview = JobId.TryParse(context.GetRouteValue("id") as string, out var id) ? jobs.Get(id)?.Preview : null;
        return (preview is null ? Results.NotFound() : Results.Bytes(PreviewBitmap.Write(preview), "image/bmp")).ExecuteAsync(context);
    }

    // What the first bytes say, and pictures alone: nothing that a browser would run.
    private async Task SendPictureAsync(HttpContext context)
    {
        var id = (string)context.GetRouteValue("id")!;
        var type = uploads.Contains(id) ? await TypeAsync(uploads.PathOf(id), context.RequestAborted) : null;
        await (type is null ? Results.NotFound() : TypedResults.PhysicalFile(uploads.PathOf(id), type)).ExecuteAsync(context);
    }

    private static async Task<string?> TypeAsync(string path, CancellationToken cancellationToken)
    {
        var head = new byte[MediaSniffer.HeadSize];
        await using var file = File.OpenRead(path);
        var count = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        return MediaSniffer.Sniff(head.AsSpan(0, count)) switch
        {
            MediaKind.Png => "image/png",
            MediaKind.Jpeg => "image/jpeg",
            MediaKind.WebP => "image/webp",
            _ => null,
        };
    }
}
