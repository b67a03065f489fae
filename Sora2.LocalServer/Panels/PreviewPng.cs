using System.Buffers.Binary;
using System.IO.Compression;
using Sora2.LocalServer.Model;

namespace Sora2.LocalServer.Panels;

/// <summary>A preview as a small PNG, which every panel shows.</summary>
/// <remarks>PNG, ISO/IEC 15948: chunks of length, name, content and CRC-32.</remarks>
internal static class PreviewPng
{
    /// <summary>Wider previews are thinned out to at most this many pixels.</summary>
    public const int MostWidth = 320;

    // Each byte less the same colour of the pixel before it: previews are smooth, so little is left to pack.
    private const byte SubFilter = 1;
    private const byte EightBits = 8;
    private const byte Rgb = 2;

    private static readonly uint[] s_crc = [.. Enumerable.Range(0, 256).Select(static value => Crc((uint)value))];

    public static byte[] Write(PreviewFrame frame)
    {
        var step = (frame.Width + MostWidth - 1) / MostWidth;
        var (width, height) = ((frame.Width + step - 1) / step, (frame.Height + step - 1) / step);
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n']);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (EightBits, Rgb);
        Append(file, "IHDR"u8, header);
        Append(file, "IDAT"u8, Pack(frame, step, width, height));
        Append(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Pack(PreviewFrame frame, int step, int width, int height)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var row = new byte[1 + (3 * width)];
            for (var y = 0; y < height; y++)
            {
                row[0] = SubFilter;
                for (var x = 0; x < width; x++)
                {
                    var pixel = 3 * ((y * step * frame.Width) + (x * step));
                    for (var colour = 0; colour < 3; colour++)
                    {
                        var before = x == 0 ? 0 : frame.Rgb[pixel - (3 * step) + colour];
                        row[1 + (3 * x) + colour] = (byte)(frame.Rgb[pixel + colour] - before);
                    }
                }

                zlib.Write(row);
            }
        }

        return packed.ToArray();
    }

    private static void Append(MemoryStream file, ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(name);
        file.Write(content);
        var crc = Update(Update(uint.MaxValue, name), content) ^ uint.MaxValue;
        BinaryPrimitives.WriteUInt32BigEndian(number, crc);
        file.Write(number);
    }

    private static uint Update(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            crc = s_crc[(byte)(crc ^ value)] ^ (crc >> 8);
        }

        return crc;
    }

    private static uint Crc(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & 1) == 0 ? value >> 1 : 0xEDB88320 ^ (value >> 1);
        }

        return value;
    }
}
