using Microsoft.Extensions.Logging;
using Sora2.LocalServer.Editors.Delivery;
using Sora2.LocalServer.Library;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Jobs.Deliveries;

/// <summary>Delivers new shots of a project into its folder: for editors that import by themselves what appears there.</summary>
/// <remarks>
/// A shot is delivered once: who takes it out of the folder does not get it again. What a folder did not take (a volume that is
/// away or full) is tried again at the next shot of the project and at the next start.
/// </remarks>
internal sealed class DeliveryFolders(ServerDatabase database, ShotLibrary library, ShotDelivery delivery, TimeProvider time, ILogger<DeliveryFolders> log) : IDisposable
{
    // One at a time: a start's deliveries and a job's would meet at the same shot.
    private readonly SemaphoreSlim _delivering = new(1, 1);
    private readonly DeliveryTable _table = new(database);

    public IReadOnlyList<DeliveryFolder> List() => _table.Folders();

    /// <summary>Delivers what the project publishes from now on; another folder takes the place of an earlier one.</summary>
    /// <param name="project">As a user writes it.</param>
    /// <param name="folder">Absolute; made when it is not there.</param>
    /// <exception cref="InvalidRequestException">No name of a project, or no absolute path.</exception>
    /// <exception cref="DeliveryException">It cannot be written.</exception>
    public DeliveryFolder Set(string project, string folder, bool link)
    {
        var chosen = new DeliveryFolder(Fold(project), folder, link, time.GetUtcNow());
        TimelineDelivery.RequireAbsolute(folder);
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".sora2-{Guid.NewGuid():n}");
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
            {
            }
        }
        catch (Exception error) when (DeliveryException.From(error, folder) is { } problem)
        {
            throw problem;
        }

        _table.Set(chosen);
        return chosen;
    }

    /// <exception cref="InvalidRequestException">No name of a project.</exception>
    public void Remove(string project) => _table.Remove(Fold(project));

    /// <summary>Delivers all that is due for a project.</summary>
    /// <param name="project">Folded; null does every project's.</param>
    /// <returns>What the user should know, in plain words: where each shot went, or why not.</returns>
    public async Task<IReadOnlyList<string>> DeliverDueAsync(string? project, CancellationToken cancellationToken)
    {
        await _delivering.WaitAsync(cancellationToken);
        try
        {
            return await DeliverAsync(project, cancellationToken);
        }
        finally
        {
            _delivering.Release();
        }
    }

    public void Dispose() => _delivering.Dispose();

    private async Task<IReadOnlyList<string>> DeliverAsync(string? project, CancellationToken cancellationToken)
    {
        var notes = new List<string>();
        foreach (var folder in _table.Folders().Where(folder => project is null || folder.Project == project))
        {
            var due = library.List(folder.Project).Where(shot => shot.CreatedAt >= folder.Since && !_table.IsDelivered(shot.Name, folder.Folder));
            foreach (var shot in due.Reverse().ToList())
            {
                notes.Add(await DeliverAsync(shot, folder, cancellationToken));
            }
        }

        return notes;
    }

    private static string Fold(string project) => AsciiNames.TryFold(project, out var folded)
        ? folded
        : throw new InvalidRequestException("project", $"\"{project}\"", $"a name with letters or digits, at most {AsciiNames.MaxLength} characters");

    private async Task<string> DeliverAsync(PublishedShot shot, DeliveryFolder folder, CancellationToken cancellationToken)
    {
        try
        {
            await delivery.DeliverAsync([shot.Name], folder.Folder, folder.Link, "", cancellationToken);
        }
        catch (DeliveryException error) when (error.Problem == DeliveryProblem.AlreadyThere)
        {
            // It was delivered by hand, or the server ended before it could note it down.
        }
        catch (Exception error) when (error is DeliveryException or ShotNotFoundException or InvalidRequestException)
        {
            Log.NotDelivered(log, shot.Name, error.Message);
            return $"{shot.Name} was not delivered: {error.Message} It is tried again at the next shot and the next start.";
        }

        _table.Delivered(shot.Name, folder.Folder);
        return $"{shot.Name} is delivered: {Path.Combine(folder.Folder, shot.Name)}";
    }
}
