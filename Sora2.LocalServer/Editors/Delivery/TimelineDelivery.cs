using Sora2.LocalServer.Editors.Interchange;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Editors.Delivery;

/// <summary>Puts a timeline, its media and its interchange files into a folder of an editor: FOLDER/NAME, all of it in one step or nothing.</summary>
/// <remarks>
/// Files are written into a hidden folder beside the target, which is renamed when all are on the disk: an editor that watches
/// never sees half of one.
/// </remarks>
public static class TimelineDelivery
{
    private const string StagingPrefix = ".sora2-delivery-";

    // A delivery takes minutes at most; what is older was left by a server that ended.
    private static readonly TimeSpan s_stale = TimeSpan.FromHours(1);

    /// <param name="folder">Absolute; made when it is not there.</param>
    /// <param name="link">Hard links in place of copies, where both lie on one volume.</param>
    /// <exception cref="DeliveryException">The folder is as it was before.</exception>
    /// <exception cref="FileNotFoundException">A file of a shot is gone from the library.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the folder is as it was before.</exception>
    public static async Task<DeliveredTimeline> DeliverAsync(
        EditorTimeline timeline, DeliveryManifest manifest, string folder, bool link, CancellationToken cancellationToken)
    {
        RequireAbsolute(folder);
        var target = Path.Combine(folder, timeline.Name);
        var staging = Path.Combine(folder, $"{StagingPrefix}{Guid.NewGuid():n}");
        try
        {
            if (Path.Exists(target))
            {
                throw new DeliveryException(DeliveryProblem.AlreadyThere, target);
            }

            Directory.CreateDirectory(folder);
            RemoveStale(folder);
            RequireRoom(timeline, folder, link);
            Directory.CreateDirectory(staging);
            var delivered = new EditorTimeline(timeline.Name, [.. timeline.Shots.Select(shot => At(shot, target))], timeline.Start);
            foreach (var (source, name) in timeline.Shots.SelectMany(Files))
            {
                cancellationToken.ThrowIfCancellationRequested();
                await Task.Run(() => Put(source, Path.Combine(staging, name), link), cancellationToken);
            }

            var interchange = InterchangeFiles.Of(delivered);
            foreach (var (name, content) in interchange.Append(new(DeliveryManifest.FileName, manifest.ToJson())))
            {
                await File.WriteAllBytesAsync(Path.Combine(staging, name), content, cancellationToken);
                DurableFiles.SyncFile(Path.Combine(staging, name));
            }

            DurableFiles.SyncFolder(staging);
            cancellationToken.ThrowIfCancellationRequested();
            Publish(staging, target);
            DurableFiles.SyncFolder(folder);
            return new DeliveredTimeline(delivered, target, [.. interchange.Keys.Order(StringComparer.Ordinal).Select(name => Path.Combine(target, name))]);
        }
        catch (Exception error) when (error is not FileNotFoundException && DeliveryException.From(error, folder) is { } problem)
        {
            throw problem;
        }
        finally
        {
            if (Directory.Exists(staging))
            {
                DurableFiles.RemoveFolder(staging);
            }
        }
    }

    /// <exception cref="InvalidRequestException">The server's own folder says nothing to a user, so a path must be whole.</exception>
    public static void RequireAbsolute(string folder)
    {
        if (!Path.IsPathFullyQualified(folder))
        {
            throw new InvalidRequestException("folder", $"\"{folder}\"", "an absolute path");
        }
    }

    private static IEnumerable<(string Source, string Name)> Files(EditorShot shot) =>
    [
        (shot.Picture, Path.GetFileName(shot.Picture)),
        .. shot.Stems.Values.Select(static path => (path, Path.GetFileName(path))),
        .. shot.Beside.Select(static file => (file.Value, file.Key)),
    ];

    private static EditorShot At(EditorShot shot, string folder) => shot with
    {
        Picture = Path.Combine(folder, Path.GetFileName(shot.Picture)),
        Stems = shot.Stems.ToDictionary(static stem => stem.Key, stem => Path.Combine(folder, Path.GetFileName(stem.Value))),
        Beside = shot.Beside.ToDictionary(static file => file.Key, file => Path.Combine(folder, file.Key)),
    };

    private static void Put(string source, string target, bool link)
    {
        if (!File.Exists(source))
        {
            throw new FileNotFoundException($"{source} is gone.", source);
        }

        if (!(link && DurableFiles.TryLink(source, target)))
        {
            File.Copy(source, target);
            DurableFiles.SyncFile(target);
        }
    }

    private static void Publish(string staging, string target)
    {
        try
        {
            DurableFiles.MoveFolder(staging, target);
        }
        catch (IOException error) when (Path.Exists(target))
        {
            throw new DeliveryException(DeliveryProblem.AlreadyThere, target, error);
        }
    }

    // Said before minutes of copying; what the volume refuses after all is said then.
    private static void RequireRoom(EditorTimeline timeline, string folder, bool link)
    {
        if (!link
            && timeline.Shots.SelectMany(Files).Where(static file => File.Exists(file.Source)).Sum(static file => new FileInfo(file.Source).Length)
                > new DriveInfo(folder).AvailableFreeSpace)
        {
            throw new DeliveryException(DeliveryProblem.DiskFull, folder);
        }
    }

    private static void RemoveStale(string folder)
    {
        foreach (var left in Directory.EnumerateDirectories(folder, StagingPrefix + "*"))
        {
            if (DateTime.UtcNow - Directory.GetLastWriteTimeUtc(left) > s_stale)
            {
                DurableFiles.RemoveFolder(left);
            }
        }
    }
}
