using System.Threading.Channels;

namespace Sora2.PluginHost.Sessions.Footage;

/// <summary>
/// A clip's scratch file, which only this user can read, and the frames on their way to it: written in order by a thread of the
/// pool, one at a time. Thread-safe.
/// </summary>
internal sealed class ScratchMovie
{
    // errno, as .NET passes others on.
    private const int FileTooLarge = 27;

    private readonly Channel<FrameMemory.Frame> _frames = Channel.CreateUnbounded<FrameMemory.Frame>(new UnboundedChannelOptions { SingleReader = true });
    private readonly AviWriter _writer;
    private volatile Exception? _fault;
    private volatile bool _removed;

    /// <exception cref="IOException">There is no room for scratch files.</exception>
    public ScratchMovie(ClipFormat format)
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"sora2-clip-{Guid.NewGuid():n}.avi");
        _writer = new AviWriter(Path, format);
        (RowBytes, FrameBytes, MostFrames) = (_writer.RowBytes, _writer.FrameBytes, _writer.MostFrames);
        Written = Task.Run(WriteAllAsync);
    }

    public string Path { get; }

    /// <summary>From a row of a frame to the next higher one in the picture.</summary>
    public int RowBytes { get; }

    public int FrameBytes { get; }

    /// <summary>Frames that fit the file.</summary>
    public int MostFrames { get; }

    /// <summary>Why no more frames are written; null while nothing is wrong.</summary>
    public Exception? Fault => _fault;

    /// <summary>Ends, never with an error, when the file is whole and closed, or has a <see cref="Fault"/>, or was removed.</summary>
    public Task Written { get; }

    /// <summary>Takes the next frame; its memory passes. Does not block.</summary>
    public void Append(FrameMemory.Frame frame)
    {
        if (!_frames.Writer.TryWrite(frame))
        {
            frame.Dispose();
        }
    }

    /// <summary>No frame follows.</summary>
    public void End() => _frames.Writer.TryComplete();

    /// <summary>Removes the file; frames that are not written yet are let go.</summary>
    public void Remove()
    {
        _removed = true;
        End();
        try
        {
            // Also while it is being written: it was opened so that it can be.
            File.Delete(Path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The system empties its folder of scratch files.
        }
    }

    private async Task WriteAllAsync()
    {
        await foreach (var frame in _frames.Reader.ReadAllAsync())
        {
            using (frame)
            {
                if (!_removed && _fault is null)
                {
                    Guard(() => _writer.WriteFrame(frame.Bytes));
                }
            }
        }

        if (!_removed && _fault is null)
        {
            Guard(_writer.Complete);
        }

        // What is left in its buffer may find the disk full, too.
        Guard(_writer.Dispose);
    }

    private void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (ArgumentOutOfRangeException error)
        {
            // What .NET makes of a file that may not grow: a limit of the user's, and no argument of ours.
            _fault ??= new IOException(error.Message, FileTooLarge);
        }
        catch (Exception error)
        {
            _fault ??= error;
        }
    }
}
