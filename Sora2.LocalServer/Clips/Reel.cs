using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Sora2.LocalServer.Clips;

/// <summary>A finished reel, read by memory map. See <see cref="ReelWriter"/> for the layout.</summary>
public sealed unsafe class Reel : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;

    private Reel(string path, MemoryMappedFile file, MemoryMappedViewAccessor view, ReelHeader header)
    {
        Path = path;
        _file = file;
        _view = view;
        Header = header;
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _start = start + view.PointerOffset;
    }

    public string Path { get; }

    public ReelHeader Header { get; }

    /// <exception cref="InvalidDataException">Not a reel, or one that was never completed.</exception>
    public static Reel Open(string path)
    {
        var length = new FileInfo(path).Length;
        if (length < ReelWriter.DataOffset)
        {
            throw new InvalidDataException($"{path} is {length} bytes long and no reel.");
        }

        var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        var view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        try
        {
            var magic = new byte[8];
            view.ReadArray(0, magic, 0, 8);
            var size = view.ReadInt32(8);
            if (!magic.AsSpan().SequenceEqual(ReelWriter.Magic) || size <= 0 || size > ReelWriter.DataOffset - 12)
            {
                throw new InvalidDataException($"{path} is no complete reel.");
            }

            var text = new byte[size];
            view.ReadArray(12, text, 0, size);
            var header = JsonSerializer.Deserialize<ReelHeader>(text) ?? throw new InvalidDataException($"{path} has no header.");
            var expected = ReelWriter.DataOffset + (header.BytesPerFrame * header.Picture.Frames)
                + (4L * header.SamplesPerStem * header.Stems.Count);
            if (length != expected)
            {
                throw new InvalidDataException($"{path} has {length} bytes; its header says {expected}.");
            }

            return new Reel(path, file, view, header);
        }
        catch
        {
            view.Dispose();
            file.Dispose();
            throw;
        }
    }

    /// <summary>One frame, RGB interleaved, 16 bit full range; valid while the reel is open.</summary>
    public ReadOnlySpan<ushort> Frame(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Header.Picture.Frames);
        var offset = ReelWriter.DataOffset + (Header.BytesPerFrame * index);
        return MemoryMarshal.Cast<byte, ushort>(new ReadOnlySpan<byte>(_start + offset, checked((int)Header.BytesPerFrame)));
    }

    /// <summary>One stem's samples, mono; empty when the reel has no such stem.</summary>
    public ReadOnlySpan<float> Stem(StemKind stem)
    {
        var index = Header.Stems.ToList().IndexOf(stem);
        if (index < 0)
        {
            return [];
        }

        var offset = ReelWriter.DataOffset + (Header.BytesPerFrame * Header.Picture.Frames) + (4L * Header.SamplesPerStem * index);
        return new ReadOnlySpan<float>(_start + offset, checked((int)Header.SamplesPerStem));
    }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
