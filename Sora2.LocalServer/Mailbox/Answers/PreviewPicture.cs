using System.Buffers.Binary;
using System.IO.Compression;
using Sora2.LocalServer.Model;

namespace Sora2.LocalServer.Mailbox.Answers;

/// <summary>A preview as a PNG file, which panels and scripts show without a decoder of their own.</summary>
/// <remarks>PNG, ISO/IEC 15948: chunks of length, type, content and CRC-32.</remarks>
internal static class PreviewPicture
{
    private const int HeaderBytes = 13;
    private const byte BitsPerChannel = 8;
    private const byte Rgb = 2;

    // Each byte less the one of the same colour to its left: previews are smooth, and so become a third as large.
    private const byte SubFilter = 1;

    private static readonly uint[] s_crc = MakeCrcTable();

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    /// <param name="mostWidth">Wider previews are thinned out to at most this many pixels.</param>
    public static byte[] Write(PreviewFrame frame, int mostWidth = int.MaxValue)
    {
        var step = (int)(((long)frame.Width + mostWidth - 1) / mostWidth);
        var (width, height) = ((frame.Width + step - 1) / step, (frame.Height + step - 1) / step);
        using var file = new MemoryStream();
        file.Write(Signature);
        Span<byte> header = stackalloc byte[HeaderBytes];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9]) = (BitsPerChannel, Rgb);
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compress(frame, step, width, height));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Compress(PreviewFrame frame, int step, int width, int height)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest))
        {
            var row = new byte[1 + (width * 3)];
            row[0] = SubFilter;
            for (var y = 0; y < height; y++)
            {
                var source = frame.Rgb.AsSpan(y * step * frame.Width * 3, frame.Width * 3);
                for (var x = 0; x < width; x++)
                {
                    for (var colour = 0; colour < 3; colour++)
                    {
                        var at = (3 * x * step) + colour;
                        row[1 + (3 * x) + colour] = (byte)(source[at] - (x == 0 ? 0 : source[at - (3 * step)]));
                    }
                }

                zlib.Write(row);
            }
        }

        return packed.ToArray();
    }

    // Length, type, content, and the checksum of the last two.
    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(type);
        file.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), content));
        file.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            crc = s_crc[(byte)(crc ^ value)] ^ (crc >> 8);
        }

        return crc;
    }

    // CRC-32 of PNG (W3C), annex D.
    private static uint[] MakeCrcTable() =>
    [
        .. Enumerable.Range(0, 256).Select(static index =>
        {
            var crc = (uint)index;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : 0xEDB88320 ^ (crc >> 1);
            }

            return crc;
        }),
    ];
}
