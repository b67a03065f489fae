using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Sora2.LocalServer.Clips;

/// <summary>
/// Makes a reel: one scratch file that the worker fills and that previews, the encoder and playback read by memory map.
/// Layout: magic "SORAREEL", header length (int32), header (JSON, UTF-8), padding to 4096, frames, stems. Incomplete until
/// <see cref="Complete"/> writes the magic.
/// </summary>
public sealed class ReelWriter : IDisposable
{
    internal const int DataOffset = 4096;
    internal static ReadOnlySpan<byte> Magic => "SORAREEL"u8;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    /// <summary>Reserves the whole file at once, so that a full disk shows here and not in the middle.</summary>
    /// <exception cref="IOException">The disk is full, or the file exists.</exception>
    public ReelWriter(string path, ReelHeader header)
    {
        (Path, Header) = (path, header);
        var text = JsonSerializer.SerializeToUtf8Bytes(header);
        if (text.Length > DataOffset - 12)
        {
            throw new ArgumentException("The reel's header is too long.", nameof(header));
        }

        var length = DataOffset + checked(header.BytesPerFrame * header.Picture.Frames)
            + checked(4L * header.SamplesPerStem * header.Stems.Count);
        var stream = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read,
            PreallocationSize = length,
        });
        stream.SetLength(length);
        _file = MemoryMappedFile.CreateFromFile(stream, null, length, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor();
        _view.Write(8, text.Length);
        _view.WriteArray(12, text, 0, text.Length);
    }

    public string Path { get; }

    public ReelHeader Header { get; }

    /// <summary>Stores one frame: height * width * 3 values, RGB interleaved, full range 0..65535.</summary>
    public void WriteFrame(int index, ReadOnlySpan<ushort> rgb)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Header.Picture.Frames);
        if (rgb.Length * 2L != Header.BytesPerFrame)
        {
            throw new ArgumentException($"{rgb.Length} values do not fill a frame of {Header.Picture}.", nameof(rgb));
        }

        Write(DataOffset + (Header.BytesPerFrame * index), MemoryMarshal.AsBytes(rgb));
    }

    /// <summary>What was stored of a frame; zeros before.</summary>
    public void ReadFrame(int index, Span<ushort> rgb)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Header.Picture.Frames);
        if (rgb.Length * 2L != Header.BytesPerFrame)
        {
            throw new ArgumentException($"{rgb.Length} values are not a frame of {Header.Picture}.", nameof(rgb));
        }

        Read(DataOffset + (Header.BytesPerFrame * index), MemoryMarshal.AsBytes(rgb));
    }

    /// <summary>Stores a whole stem: exactly <see cref="ReelHeader.SamplesPerStem"/> samples in -1..1.</summary>
    public void WriteStem(StemKind stem, ReadOnlySpan<float> samples)
    {
        var index = Header.Stems.ToList().IndexOf(stem);
        if (index < 0 || samples.Length != Header.SamplesPerStem)
        {
            throw new ArgumentException($"{samples.Length} samples of {stem} do not fit this reel.", nameof(samples));
        }

        var offset = DataOffset + (Header.BytesPerFrame * Header.Picture.Frames) + (4L * Header.SamplesPerStem * index);
        Write(offset, MemoryMarshal.AsBytes(samples));
    }

    /// <summary>Marks the reel as whole; a reader refuses one without this mark.</summary>
    /// <remarks>Nothing is flushed: every process sees the map's pages at once, and after a reboot reels are made anew.</remarks>
    public void Complete() => Write(0, Magic);

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }

    private unsafe void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        try
        {
            bytes.CopyTo(new Span<byte>(start + _view.PointerOffset + offset, bytes.Length));
        }
        finally
        {
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
        }
    }

    private unsafe void Read(long offset, Span<byte> bytes)
    {
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        try
        {
            new ReadOnlySpan<byte>(start + _view.PointerOffset + offset, bytes.Length).CopyTo(bytes);
        }
        finally
        {
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
        }
    }
}
