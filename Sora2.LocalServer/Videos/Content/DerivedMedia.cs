using System.Collections.Concurrent;
using Sora2.LocalServer.Media.Ffmpeg;

namespace Sora2.LocalServer.Videos.Content;

/// <summary>Files made of published shots when they are first asked for. All of it can be made again.</summary>
internal sealed class DerivedMedia
{
    private readonly InstalledFfmpeg _ffmpeg;
    private readonly string _folder;
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _making = new(StringComparer.Ordinal);

    public DerivedMedia(ServerPaths paths, InstalledFfmpeg ffmpeg)
    {
        _ffmpeg = ffmpeg;
        _folder = Path.Combine(paths.Videos, "derived");
        Directory.CreateDirectory(_folder);
        foreach (var left in Directory.EnumerateFiles(_folder, "*.part"))
        {
            File.Delete(left);
        }
    }

    /// <summary>The file of this name, made now when it is not there; who asks at the same time waits for it.</summary>
    /// <param name="name">A bare name that changes with what it is made of.</param>
    /// <param name="make">Writes it to the path given.</param>
    /// <exception cref="FfmpegMissingException">FFmpeg is not installed, or built without what it takes.</exception>
    /// <exception cref="StorageException">The disk is full or not writable.</exception>
    public async Task<string> GetAsync(string name, Func<FfmpegTools, string, CancellationToken, Task> make, CancellationToken cancellationToken)
    {
        var path = Path.Combine(_folder, name);
        if (File.Exists(path))
        {
            return path;
        }

        var gate = _making.GetOrAdd(name, static _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (!File.Exists(path))
            {
                var part = path + ".part";
                await make(await _ffmpeg.FindAsync(cancellationToken), part, cancellationToken);
                File.Move(part, path, overwrite: true);
            }

            return path;
        }
        catch (Exception error) when (StorageException.From(error, _folder) is { } storage && error is not StorageException)
        {
            throw storage;
        }
        finally
        {
            gate.Release();
            _making.TryRemove(name, out _);
        }
    }
}
