namespace Sora2.PluginHost.Sessions;

/// <summary>Copies a shot's files into a folder that an editor takes them from, one copy at a time. Thread-safe.</summary>
/// <param name="stop">Ends a copy; no part of a file is left.</param>
/// <param name="tell">Told how it goes, in words for people.</param>
internal sealed class ShotDelivery(CancellationToken stop, Action<string> tell)
{
    private int _running;

    /// <summary>Does not block.</summary>
    /// <exception cref="ArgumentException">No such folder.</exception>
    /// <exception cref="NotReadyException">A copy is under way.</exception>
    public void Begin(ShotFiles files, string folder)
    {
        if (!Path.IsPathFullyQualified(folder) || !Directory.Exists(folder))
        {
            throw new ArgumentException($"folder: got \"{folder}\"; allowed: the whole path of a folder that is there.");
        }

        if (Interlocked.Exchange(ref _running, 1) != 0)
        {
            throw new NotReadyException("The shot's files are being copied already.");
        }

        tell($"Its files are being copied to {folder}.");
        _ = Task.Run(() => CopyAsync(files, folder), CancellationToken.None);
    }

    private async Task CopyAsync(ShotFiles files, string folder)
    {
        string told;
        try
        {
            told = await files.CopyAsync(folder, stop) > 0 ? $"Its files are in {folder}." : $"Its files were in {folder} already.";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            told = $"Its files could not be copied to {folder}: {error.Message}";
        }

        // Before it is told, so that whoever reads it may begin the next one.
        Volatile.Write(ref _running, 0);
        tell(told);
    }
}
