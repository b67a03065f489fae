using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace Sora2.PluginHost.Playback;

/// <summary>
/// A shot's frames, read by memory map from any thread. The map is let go when nobody has read for a while, so that a removed file
/// gives its disk space back; the next read maps it again.
/// </summary>
internal sealed class FramesFile : IDisposable
{
    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly TimeProvider _time;
    private Map? _map;
    private int _readers;
    private long _lastRead;
    private bool _closed;

    private FramesFile(string path, TimeProvider time)
    {
        _path = path;
        _time = time;
        _map = new Map(path);
        _lastRead = time.GetTimestamp();
        Shape = _map.Shape;
    }

    public FramesShape Shape { get; }

    /// <summary>Opens a file whose path the server gave.</summary>
    /// <exception cref="FramesGoneException">It is gone.</exception>
    /// <exception cref="InvalidDataException">It is no frames file of this version.</exception>
    public static FramesFile Open(string path, TimeProvider time) => new(path, time);

    /// <summary>Copies one frame into a caller's memory.</summary>
    /// <exception cref="ArgumentException">No such image can be.</exception>
    /// <exception cref="NoSuchFrameException">There is no such frame.</exception>
    /// <exception cref="FramesGoneException">The file was removed, or the job was released.</exception>
    public void Read(long frame, in ImageWindow window)
    {
        window.Check();
        if (frame < 0 || frame >= Shape.Frames)
        {
            throw new NoSuchFrameException(frame, Shape.Frames);
        }

        var map = Enter();
        try
        {
            FrameReader.Read(map.Frame(frame), Shape.Width, Shape.Height, window);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Lets the map go when nobody has read for so long.</summary>
    public void Rest(TimeSpan idle)
    {
        lock (_gate)
        {
            if (_readers == 0 && _time.GetElapsedTime(_lastRead) >= idle)
            {
                Unmap();
            }
        }
    }

    /// <summary>Who is reading may end; the last one lets the map go.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            if (_readers == 0)
            {
                Unmap();
            }
        }
    }

    private Map Enter()
    {
        lock (_gate)
        {
            if (_closed)
            {
                throw new FramesGoneException();
            }

            _map ??= MapAgain();
            _readers++;
            return _map;
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            _lastRead = _time.GetTimestamp();
            if (--_readers == 0 && _closed)
            {
                Unmap();
            }
        }
    }

    private Map MapAgain()
    {
        Map map;
        try
        {
            map = new Map(_path);
        }
        catch (InvalidDataException)
        {
            throw new FramesGoneException();
        }

        if (map.Shape == Shape)
        {
            return map;
        }

        map.Dispose();
        throw new FramesGoneException();
    }

    private void Unmap()
    {
        _map?.Dispose();
        _map = null;
    }

    private sealed unsafe class Map : IDisposable
    {
        private readonly MemoryMappedFile _file;
        private readonly MemoryMappedViewAccessor _view;
        private readonly byte* _start;

        public Map(string path)
        {
            try
            {
                // Shared with deletion: the server may remove what is mapped.
                var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
                _file = Create(stream, path, out var shape);
                Shape = shape;
            }
            catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
            {
                throw new FramesGoneException();
            }

            try
            {
                _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
            }
            catch
            {
                _file.Dispose();
                throw;
            }

            byte* start = null;
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            _start = start + _view.PointerOffset;
        }

        public FramesShape Shape { get; }

        public ReadOnlySpan<ushort> Frame(long index) => MemoryMarshal.Cast<byte, ushort>(
            new ReadOnlySpan<byte>(_start + FramesShape.DataOffset + (Shape.BytesPerFrame * index), checked((int)Shape.BytesPerFrame)));

        public void Dispose()
        {
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.Dispose();
            _file.Dispose();
        }

        private static MemoryMappedFile Create(FileStream stream, string path, out FramesShape shape)
        {
            try
            {
                Span<byte> head = stackalloc byte[FramesShape.HeadBytes];
                head.Clear();
                stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
                shape = FramesShape.TryRead(head, stream.Length)
                    ?? throw new InvalidDataException($"{path} is no frames file that this version reads. Update this program, or the server.");
                return MemoryMappedFile.CreateFromFile(
                    stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
            }
            catch
            {
                stream.Dispose();
                throw;
            }
        }
    }
}
