using Sora2.Contracts.V1;
using Sora2.PluginHost.Playback;

namespace Sora2.PluginHost.Sessions;

/// <summary>Finds published shots and opens what a player needs of them.</summary>
internal static class PublishedWork
{
    private const int PageSize = 1000;

    /// <summary>The shot that a job made, or null.</summary>
    /// <exception cref="Grpc.Core.RpcException">The line broke.</exception>
    public static async Task<string?> FindShotAsync(Library.LibraryClient library, string jobId, CancellationToken cancellationToken)
    {
        var request = new ListShotsRequest { PageSize = PageSize };
        do
        {
            var page = await library.ListAsync(request, cancellationToken: cancellationToken);
            if (page.Shots.FirstOrDefault(shot => shot.JobId == jobId) is { } found)
            {
                return found.Name;
            }

            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        return null;
    }

    /// <summary>Has the shot's frames decoded, and maps them; ownership passes.</summary>
    /// <param name="found">Told of the shot and its recipe's text before the frames are asked for, which takes longer.</param>
    /// <exception cref="Grpc.Core.RpcException">No such shot, no frames of it, or the line broke.</exception>
    /// <exception cref="FramesGoneException">They were removed again at once.</exception>
    public static async Task<FramesFile> OpenAsync(
        Library.LibraryClient library, string name, TimeProvider time, CancellationToken cancellationToken, Action<Shot, string> found)
    {
        var shot = await library.GetAsync(new GetShotRequest { Name = name }, cancellationToken: cancellationToken);
        found(shot, await File.ReadAllTextAsync(shot.Recipe, cancellationToken));
        var opened = await library.OpenFramesAsync(new OpenFramesRequest { Name = name }, cancellationToken: cancellationToken);
        return FramesFile.Open(opened.Path, time);
    }
}
