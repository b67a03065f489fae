using System.Runtime.InteropServices;

namespace Sora2.PluginHost.Sessions.Footage;

/// <summary>
/// Memory for frames between the host's thread and the scratch file, outside the collector's heap and at most so much of it in all.
/// Thread-safe.
/// </summary>
/// <param name="mostBytes">One frame may be larger, alone.</param>
internal sealed unsafe class FrameMemory(long mostBytes)
{
    // 41 frames of 1920x1080, 10 of 3840x2160.
    private const long MostBytesOfProcess = 256L << 20;

    private readonly object _gate = new();
    private long _used;

    /// <summary>What all clips of the process share.</summary>
    public static FrameMemory OfProcess { get; } = new(MostBytesOfProcess);

    /// <summary>Bytes that are out, for tests.</summary>
    public long Used
    {
        get
        {
            lock (_gate)
            {
                return _used;
            }
        }
    }

    /// <summary>A frame's memory with no particular content. Blocks while there is no room: until frames were written.</summary>
    /// <exception cref="OutOfMemoryException">The system has none.</exception>
    public Frame Take(int bytes)
    {
        lock (_gate)
        {
            while (_used > 0 && _used + bytes > mostBytes)
            {
                Monitor.Wait(_gate);
            }

            _used += bytes;
        }

        try
        {
            return new Frame(this, (nint)NativeMemory.Alloc((nuint)bytes), bytes);
        }
        catch (OutOfMemoryException)
        {
            Leave(bytes);
            throw;
        }
    }

    private void Leave(int bytes)
    {
        lock (_gate)
        {
            _used -= bytes;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>One frame's memory; given back once.</summary>
    internal sealed class Frame(FrameMemory owner, nint data, int bytes) : IDisposable
    {
        private nint _data = data;

        /// <summary>Only before <see cref="Dispose"/>.</summary>
        public Span<byte> Bytes => new((byte*)_data, bytes);

        public void Dispose()
        {
            NativeMemory.Free((void*)_data);
            _data = 0;
            owner.Leave(bytes);
        }
    }
}
