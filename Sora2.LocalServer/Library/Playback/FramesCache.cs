using Microsoft.Extensions.Logging;
using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Library.Playback;

/// <summary>
/// Decoded pictures of published shots, one file each, for players that have no codec. A file is there whole or not at all: it
/// is written beside its place and renamed. Nothing is flushed, since all of it can be made again. Thread-safe.
/// </summary>
public sealed class FramesCache : IDisposable
{
    private const string Extension = ".frames";
    private const string PartExtension = ".part";

    private readonly string _folder;
    private readonly PictureSource _source;
    private readonly Func<FramesOptions> _options;
    private readonly TimeProvider _time;
    private readonly ILogger<FramesCache> _log;

    // One decoder at a time: it uses all cores, and the budget is counted without the files of others that grow.
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Flight> _flights = new(StringComparer.Ordinal);

    public FramesCache(ServerPaths paths, PictureSource source, Func<FramesOptions> options, TimeProvider time, ILogger<FramesCache> log)
    {
        _folder = paths.Frames;
        _source = source;
        _options = options;
        _time = time;
        _log = log;
        RemovePartial();
    }

    /// <summary>The shot's frames; decodes them when they are not there. Callers of one shot share one decoder, and the last to
    /// leave stops it.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; nothing half-made is left.</exception>
    /// <exception cref="StorageException">The disk has no room, or the folder is not writable.</exception>
    public async Task<OpenedFrames> OpenAsync(PublishedShot shot, CancellationToken cancellationToken)
    {
        if (TryOpen(shot) is { } there)
        {
            return there;
        }

        var flight = Board(shot);
        try
        {
            return await flight.Work.WaitAsync(cancellationToken);
        }
        finally
        {
            Leave(shot.Name, flight);
        }
    }

    /// <summary>Removes what was decoded of a deleted shot; a reader's map of it stays good.</summary>
    public void Remove(string shot) => File.Delete(PathOf(shot));

    public void Dispose() => _turn.Dispose();

    private Flight Board(PublishedShot shot)
    {
        lock (_gate)
        {
            if (!_flights.TryGetValue(shot.Name, out var flight))
            {
                flight = new Flight();
                flight.Work = Task.Run(() => MakeAsync(shot, flight.Stop.Token), CancellationToken.None);
                _flights.Add(shot.Name, flight);
            }

            flight.Passengers++;
            return flight;
        }
    }

    private void Leave(string name, Flight flight)
    {
        lock (_gate)
        {
            if (--flight.Passengers > 0)
            {
                return;
            }

            _flights.Remove(name);
        }

        // The token's source lives on until the work has ended; it holds nothing that must be disposed.
        flight.Stop.Cancel();
    }

    private async Task<OpenedFrames> MakeAsync(PublishedShot shot, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // Another flight of the same shot may have landed while this one waited.
            return TryOpen(shot) ?? await DecodeAsync(shot, cancellationToken);
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

    private async Task<OpenedFrames> DecodeAsync(PublishedShot shot, CancellationToken cancellationToken)
    {
        var header = await _source.InspectAsync(shot.Picture, cancellationToken);
        MakeRoom(header.FileBytes);
        var path = PathOf(shot.Name);
        var part = Path.Combine(_folder, $"{shot.Name}.{Guid.NewGuid():n}{PartExtension}");
        try
        {
            await using (var file = Create(part, header.FileBytes))
            {
                await file.WriteAsync(header.ToBytes(), cancellationToken);
                await _source.DecodeAsync(shot.Picture, header, file, cancellationToken);
                if (file.Position != header.FileBytes)
                {
                    throw new InvalidDataException($"{file.Position} of {header.FileBytes} bytes of {shot.Name} were decoded.");
                }
            }

            File.Move(part, path, overwrite: true);
            Touch(path);
            Log.FramesMade(_log, shot.Name, header.FileBytes);
            return new OpenedFrames(path, header);
        }
        finally
        {
            File.Delete(part);
        }
    }

    // The whole file is reserved at once, so that a full disk shows here and not in the middle.
    private static FileStream Create(string path, long bytes)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Read,
            BufferSize = 0,
            Options = FileOptions.Asynchronous,
            PreallocationSize = bytes,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    private OpenedFrames? TryOpen(PublishedShot shot)
    {
        var path = PathOf(shot.Name);
        if (!File.Exists(path) || FramesHeader.TryRead(path) is not { } header)
        {
            return null;
        }

        Touch(path);
        return new OpenedFrames(path, header);
    }

    // The time of writing says when a file was last asked for: many disks keep no time of reading.
    private void Touch(string path)
    {
        try
        {
            File.SetLastWriteTimeUtc(path, _time.GetUtcNow().UtcDateTime);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It only goes sooner than it should.
        }
    }

    private void MakeRoom(long bytes)
    {
        var files = new DirectoryInfo(_folder).EnumerateFiles("*" + Extension).OrderBy(static file => file.LastWriteTimeUtc).ToList();
        var total = files.Sum(static file => file.Length);
        if (!HasRoom(bytes - total))
        {
            // Nothing is given up for a shot that does not fit anyway.
            throw new StorageException(StorageProblem.DiskFull, _folder);
        }

        foreach (var file in files)
        {
            if (total + bytes <= _options().BudgetBytes && HasRoom(bytes))
            {
                break;
            }

            total -= file.Length;
            Remove(file);
        }

        if (!HasRoom(bytes))
        {
            throw new StorageException(StorageProblem.DiskFull, _folder);
        }
    }

    private bool HasRoom(long bytes) => new DriveInfo(_folder).AvailableFreeSpace >= bytes + _options().DiskReserveBytes;

    private void Remove(FileInfo file)
    {
        try
        {
            // Who has it mapped reads on; the disk gets its room when they let go.
            file.Delete();
            Log.FramesRemoved(_log, Path.GetFileNameWithoutExtension(file.Name), file.Length);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Windows removes no mapped file: the next older one goes.
            Log.FramesStay(_log, file.FullName);
        }
    }

    private void RemovePartial()
    {
        foreach (var part in Directory.EnumerateFiles(_folder, "*" + PartExtension))
        {
            File.Delete(part);
        }
    }

    private string PathOf(string name) => Path.Combine(_folder, name + Extension);

    private sealed class Flight
    {
        public CancellationTokenSource Stop { get; } = new();

        public Task<OpenedFrames> Work { get; set; } = null!;

        public int Passengers { get; set; }
    }
}
