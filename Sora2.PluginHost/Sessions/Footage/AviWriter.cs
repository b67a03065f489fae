using System.Buffers.Binary;

namespace Sora2.PluginHost.Sessions.Footage;

/// <summary>
/// Writes frames as an uncompressed AVI: 24 bit BGR, rows bottom-up, padded to four bytes. Its rate is an exact rational, and
/// every reader of movies takes it.
/// </summary>
internal sealed class AviWriter : IDisposable
{
    // The server takes uploads of 2 GiB; headers and index fit the rest.
    private const long LargestBytes = (2L << 30) - (1 << 20);
    private const int HasIndex = 0x10;
    private const int KeyFrame = 0x10;

    private readonly FileStream _file;
    private readonly ClipFormat _format;
    private readonly long _moviStart;
    private int _frames;

    /// <exception cref="IOException">The file exists, or the disk is full.</exception>
    public AviWriter(string path, ClipFormat format)
    {
        _format = format;
        RowBytes = ((3 * format.Width) + 3) & ~3;
        FrameBytes = RowBytes * format.Height;
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Read | FileShare.Delete };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        _file = new FileStream(path, options);
        WriteHeaders();
        _moviStart = _file.Position - 4;
    }

    /// <summary>From a row of a frame to the next higher one in the picture.</summary>
    public int RowBytes { get; }

    public int FrameBytes { get; }

    /// <summary>Frames that fit a file.</summary>
    public int MostFrames => (int)Math.Min(int.MaxValue, LargestBytes / FrameBytes);

    /// <param name="frame">Exactly <see cref="FrameBytes"/>: B, G, R; the lowest row first; 0 beside the pixels.</param>
    /// <exception cref="IOException">The disk is full.</exception>
    public void WriteFrame(ReadOnlySpan<byte> frame)
    {
        Write("00db"u8, frame.Length);
        _file.Write(frame);
        _file.Flush();
        _frames++;
    }

    /// <summary>Writes the index and what the headers must know of the end.</summary>
    public void Complete()
    {
        var moviEnd = _file.Position;
        Write("idx1"u8, 16 * _frames);
        Span<byte> entry = stackalloc byte[16];
        for (var frame = 0; frame < _frames; frame++)
        {
            "00db"u8.CopyTo(entry);
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], KeyFrame);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], (uint)(4 + ((8L + FrameBytes) * frame)));
            BinaryPrimitives.WriteInt32LittleEndian(entry[12..], FrameBytes);
            _file.Write(entry);
        }

        var end = _file.Position;
        Patch(4, (uint)(end - 8));
        Patch(_moviStart - 4, (uint)(moviEnd - _moviStart));
        Patch(48, (uint)_frames);
        Patch(140, (uint)_frames);
        _file.SetLength(end);
        _file.Flush();
    }

    public void Dispose() => _file.Dispose();

    private void WriteHeaders()
    {
        Write("RIFF"u8, 0);
        _file.Write("AVI "u8);
        Write("LIST"u8, 4 + 64 + 12 + 64 + 48);
        _file.Write("hdrl"u8);
        Write("avih"u8, 56);
        var microseconds = (int)Math.Min(int.MaxValue, 1_000_000L * _format.RateDenominator / _format.RateNumerator);
        Numbers(microseconds, 0, 0, HasIndex, 0, 0, 1, FrameBytes, _format.Width, _format.Height, 0, 0, 0, 0);
        Write("LIST"u8, 4 + 64 + 48);
        _file.Write("strl"u8);
        Write("strh"u8, 56);
        _file.Write("vidsDIB "u8);
        Numbers(0, 0, 0, _format.RateDenominator, _format.RateNumerator, 0, 0, FrameBytes, -1, 0, 0, _format.Width | (_format.Height << 16));
        Write("strf"u8, 40);
        Numbers(40, _format.Width, _format.Height, 1 | (24 << 16), 0, FrameBytes, 0, 0, 0, 0);
        if (_format.StartTimecode.Length > 0)
        {
            var text = new byte[(_format.StartTimecode.Length + 2) & ~1];
            System.Text.Encoding.ASCII.GetBytes(_format.StartTimecode, text);
            Write("LIST"u8, 4 + 8 + text.Length);
            _file.Write("INFO"u8);
            Write("ISMP"u8, text.Length);
            _file.Write(text);
        }

        Write("LIST"u8, 0);
        _file.Write("movi"u8);
    }

    private void Write(ReadOnlySpan<byte> name, int bytes)
    {
        _file.Write(name);
        Numbers(bytes);
    }

    private void Numbers(params ReadOnlySpan<int> numbers)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (var number in numbers)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
            _file.Write(bytes);
        }
    }

    private void Patch(long at, uint number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
        _file.Position = at;
        _file.Write(bytes);
    }
}
