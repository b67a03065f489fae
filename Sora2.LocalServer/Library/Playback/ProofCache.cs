using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Library.Playback;

/// <summary>
/// Small movies of published shots that browsers play, made when they are first asked for. A file is there whole or not at all,
/// and all of it can be made again. Thread-safe.
/// </summary>
public sealed class ProofCache : IDisposable
{
    private const string AnyProof = "*.proof.*";
    private const string PartExtension = ".proof.part";

    private readonly string _folder;
    private readonly Func<string, string, ProofKind, CancellationToken, Task> _write;
    private readonly Func<ProofOptions> _options;

    // One encoder at a time: it uses all cores.
    private readonly SemaphoreSlim _turn = new(1);

    /// <param name="write">Makes a proof: of which movie, into which file, of which kind.</param>
    public ProofCache(ServerPaths paths, Func<string, string, ProofKind, CancellationToken, Task> write, Func<ProofOptions> options)
    {
        _folder = paths.Frames;
        _write = write;
        _options = options;
        foreach (var left in Directory.EnumerateFiles(_folder, "*" + PartExtension))
        {
            File.Delete(left);
        }
    }

    /// <summary>A movie that browsers play; the shot's own picture where that is one.</summary>
    /// <exception cref="StorageException">The disk has no room, or the folder is not writable.</exception>
    public async Task<string> GetAsync(PublishedShot shot, ProofKind kind, CancellationToken cancellationToken)
    {
        if (kind == ProofKind.H264 && Path.GetExtension(shot.Picture) == ".mp4")
        {
            return shot.Picture;
        }

        var path = PathOf(shot.Name, kind);
        if (File.Exists(path))
        {
            return path;
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (!File.Exists(path))
            {
                await MakeAsync(shot, kind, path, cancellationToken);
            }

            return path;
        }
        catch (Exception error) when (error is not StorageException && StorageException.From(error, _folder) is { } storage)
        {
            throw storage;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Removes the proofs of a deleted shot.</summary>
    public void Remove(string shot)
    {
        foreach (var kind in Enum.GetValues<ProofKind>())
        {
            File.Delete(PathOf(shot, kind));
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task MakeAsync(PublishedShot shot, ProofKind kind, string path, CancellationToken cancellationToken)
    {
        var part = Path.Combine(_folder, $"{shot.Name}.{Guid.NewGuid():n}{PartExtension}");
        try
        {
            await _write(shot.Picture, part, kind, cancellationToken);
            File.Move(part, path, overwrite: true);
            KeepToBudget();
        }
        finally
        {
            File.Delete(part);
        }
    }

    private void KeepToBudget()
    {
        var files = new DirectoryInfo(_folder).EnumerateFiles(AnyProof).Where(static file => !file.Name.EndsWith(PartExtension, StringComparison.Ordinal)).OrderByDescending(static file => file.LastWriteTimeUtc).ToList();
        var (total, budget) = (0L, _options().BudgetBytes);
        foreach (var file in files)
        {
            total += file.Length;
            if (total > budget && file != files[0])
            {
                file.Delete();
            }
        }
    }

    private string PathOf(string shot, ProofKind kind) => Path.Combine(_folder, $"{shot}.proof.{(kind == ProofKind.H264 ? "mp4" : "webm")}");
}
