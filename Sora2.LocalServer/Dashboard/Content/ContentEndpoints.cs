using Microsoft.Net.Http.Headers;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Library;
using Sora2.LocalServer.Library.Playback;
using Sora2.LocalServer.Media;
using Sora2.LocalServer.Media.Ffmpeg;

namespace Sora2.LocalServer.Dashboard.Content;

/// <summary>Files of published shots, as the page shows and plays them. Ranges are answered.</summary>
internal sealed class ContentEndpoints(ShotLibrary library, ProofCache proofs, ILogger<ContentEndpoints> log)
{
    private static readonly string[] s_reads = [HttpMethods.Get, HttpMethods.Head];

    public static string PosterOf(string shot) => $"content/shots/{shot}/poster";

    public static string ProofOf(string shot) => $"content/shots/{shot}/proof";

    /// <summary>For browsers without H.264.</summary>
    public static string OpenProofOf(string shot) => $"content/shots/{shot}/open-proof";

    public static string MixOf(string shot) => $"content/shots/{shot}/mix";

    public static string StemOf(string shot, StemKind stem) => $"content/shots/{shot}/{Word(stem)}";

    public static string Word(StemKind stem) => stem.ToString().ToLowerInvariant();

    public void Map(IEndpointRouteBuilder routes) => routes.MapMethods("/content/shots/{name}/{part}", s_reads, SendAsync);

    private async Task SendAsync(HttpContext context)
    {
        var shot = library.Get((string)context.GetRouteValue("name")!);
        var part = (string)context.GetRouteValue("part")!;
        if (shot is null || await FindAsync(shot, part, context) is not var (path, type) || !File.Exists(path))
        {
            context.Response.StatusCode = context.Response.StatusCode == StatusCodes.Status200OK ? StatusCodes.Status404NotFound : context.Response.StatusCode;
            return;
        }

        // What was published never changes.
        context.Response.Headers.CacheControl = "private, no-cache";
        var download = context.Request.Query.ContainsKey("download") ? Path.GetFileName(path) : null;
        await TypedResults.PhysicalFile(
            path, type, download, File.GetLastWriteTimeUtc(path), new EntityTagHeaderValue($"\"{shot.Name}-{part}\""), enableRangeProcessing: true).ExecuteAsync(context);
    }

    private async Task<(string Path, string Type)?> FindAsync(PublishedShot shot, string part, HttpContext context)
    {
        switch (part)
        {
            case "poster":
                return (shot.Poster, "image/jpeg");

            case "recipe":
                return (shot.Recipe, "application/json");

            case "picture":
                return (shot.Picture, Path.GetExtension(shot.Picture) == ".mp4" ? "video/mp4" : "video/quicktime");

            case "mix" when shot.Mix is { } mix:
                return (mix, "audio/wav");

            case "proof":
                return await ProofAsync(shot, ProofKind.H264, context) is { } proof ? (proof, "video/mp4") : null;

            case "open-proof":
                return await ProofAsync(shot, ProofKind.Vp9, context) is { } open ? (open, "video/webm") : null;

            default:
                return shot.Stems.FirstOrDefault(stem => Word(stem.Key) == part).Value is { } sound ? (sound, "audio/wav") : null;
        }
    }

    private async Task<string?> ProofAsync(PublishedShot shot, ProofKind kind, HttpContext context)
    {
        try
        {
            return await proofs.GetAsync(shot, kind, context.RequestAborted);
        }
        catch (Exception error) when (error is FfmpegMissingException or InvalidMediaException or StorageException)
        {
            log.NoProof(shot.Name, error.Message);
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return null;
        }
    }
}
