using Sora2.LocalServer.Dashboard.Shell;
using Sora2.LocalServer.Jobs.Deliveries;

namespace Sora2.LocalServer.Dashboard.Storyboards;

/// <summary>Files by which an editor takes a storyboard's shots in one step, from where they lie in the library.</summary>
internal sealed class InterchangeEndpoints(BoardStore boards, BoardQueue queue, ShotDelivery delivery)
{
    /// <summary>Ends of the files' names, and what people call them.</summary>
    public static IReadOnlyList<(string Format, string Word)> Formats { get; } =
        [("xml", "Final Cut 7 XML"), ("fcpxml", "FCPXML"), ("otio", "OpenTimelineIO"), ("edl", "EDL")];

    public static string Of(QueuedBoard board, string format) => $"content/storyboards/{board.Id}/{format}";

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/content/storyboards/{id}/{format}", SendAsync);

    private async Task SendAsync(HttpContext context)
    {
        var file = await FindAsync((string)context.GetRouteValue("id")!, "." + (string)context.GetRouteValue("format")!, context.RequestAborted);
        await (file is var (name, content) ? Results.File(content, "application/octet-stream", name) : Results.NotFound()).ExecuteAsync(context);
    }

    private async Task<(string Name, byte[] Content)?> FindAsync(string id, string extension, CancellationToken cancellationToken)
    {
        try
        {
            var names = boards.Find(id) is { } board ? queue.ShotsToCut(board) : [];
            return names.Count > 0 && (await delivery.InterchangeAsync(names, cancellationToken)).FirstOrDefault(file => Path.GetExtension(file.Key) == extension) is { Key: { } name, Value: { } content }
                ? (name, content)
                : null;
        }
        catch (Exception error) when (Refusals.IsOne(error))
        {
            return null;
        }
    }
}
