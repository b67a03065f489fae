using System.Buffers.Binary;

namespace Sora2.LocalServer.Media.Frames;

/// <summary>
/// Size and orientation of a still picture, read from its header without a decoder, so that a hostile size is refused before
/// memory is asked for. Zero width and height: the header does not say, the decoder's own limit must hold.
/// </summary>
/// <param name="Orientation">As Exif counts, 1 to 8; 1 is upright.</param>
internal readonly record struct StillHeader(int Width, int Height, int Orientation)
{
    /// <param name="head">The beginning of the file, as much as is at hand.</param>
    public static StillHeader Read(MediaKind kind, ReadOnlySpan<byte> head) => kind switch
    {
        MediaKind.Png => ReadPng(head),
        MediaKind.WebP => ReadWebP(head),
        MediaKind.Jpeg => ReadJpeg(head),
        _ => new StillHeader(0, 0, 1),
    };

    private static StillHeader ReadPng(ReadOnlySpan<byte> head) => head.Length < 24
        ? new StillHeader(0, 0, 1)
        : new StillHeader(BinaryPrimitives.ReadInt32BigEndian(head[16..]), BinaryPrimitives.ReadInt32BigEndian(head[20..]), 1);

    private static StillHeader ReadWebP(ReadOnlySpan<byte> head)
    {
        if (head.Length < 30)
        {
            return new StillHeader(0, 0, 1);
        }

        var chunk = head.Slice(12, 4);
        if (chunk.SequenceEqual("VP8X"u8))
        {
            return new StillHeader(1 + ReadUInt24(head[24..]), 1 + ReadUInt24(head[27..]), 1);
        }

        if (chunk.SequenceEqual("VP8L"u8))
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(head[21..]);
            return new StillHeader(1 + (int)(bits & 0x3FFF), 1 + (int)((bits >> 14) & 0x3FFF), 1);
        }

        return new StillHeader(
            BinaryPrimitives.ReadUInt16LittleEndian(head[26..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(head[28..]) & 0x3FFF, 1);
    }

    private static StillHeader ReadJpeg(ReadOnlySpan<byte> head)
    {
        var orientation = 1;
        for (var at = 2; at + 9 < head.Length && head[at] == 0xFF;)
        {
            var marker = head[at + 1];
            var size = BinaryPrimitives.ReadUInt16BigEndian(head[(at + 2)..]);
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return new StillHeader(
                    BinaryPrimitives.ReadUInt16BigEndian(head[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(head[(at + 5)..]), orientation);
            }

            if (size < 2 || at + 2 + size > head.Length)
            {
                break;
            }

            if (marker == 0xE1)
            {
                orientation = ReadExif(head.Slice(at + 4, size - 2)) ?? orientation;
            }

            at += 2 + size;
        }

        return new StillHeader(0, 0, orientation);
    }

    // Tag 0x0112 of the first directory of the TIFF structure inside the segment.
    private static int? ReadExif(ReadOnlySpan<byte> segment)
    {
        if (segment.Length < 14 || !segment.StartsWith("Exif\0\0"u8))
        {
            return null;
        }

        var tiff = segment[6..];
        var little = tiff[0] == (byte)'I';
        var directory = Int32(tiff, 4, little);
        if (directory < 8 || directory > tiff.Length - 2)
        {
            return null;
        }

        var count = Int16(tiff, directory, little);
        for (var entry = 0; entry < count && directory + 2 + (12 * (entry + 1)) <= tiff.Length; entry++)
        {
            var at = directory + 2 + (12 * entry);
            if (Int16(tiff, at, little) == 0x0112)
            {
                var value = Int16(tiff, at + 8, little);
                return value is >= 1 and <= 8 ? value : null;
            }
        }

        return null;
    }

    private static int Int16(ReadOnlySpan<byte> bytes, int at, bool little) => little
        ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..])
        : BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);

    private static int Int32(ReadOnlySpan<byte> bytes, int at, bool little) => little
        ? BinaryPrimitives.ReadInt32LittleEndian(bytes[at..])
        : BinaryPrimitives.ReadInt32BigEndian(bytes[at..]);

    private static int ReadUInt24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
}
