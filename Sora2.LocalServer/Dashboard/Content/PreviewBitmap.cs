using System.Buffers.Binary;
using Sora2.LocalServer.Model;

namespace Sora2.LocalServer.Dashboard.Content;

/// <summary>A preview as a Windows bitmap, which every browser shows and nothing needs to compress.</summary>
internal static class PreviewBitmap
{
    private const int HeaderBytes = 54;
    private const int InfoBytes = 40;
    private const short BitsPerPixel = 24;

    /// <summary>Rows from the lowest up, blue first, each filled up to four bytes.</summary>
    public static byte[] Write(PreviewFrame frame)
    {
        var rowBytes = ((frame.Width * 3) + 3) & ~3;
        var file = new byte[HeaderBytes + (rowBytes * frame.Height)];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), HeaderBytes);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), InfoBytes);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), frame.Width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), frame.Height);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(26), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(28), BitsPerPixel);
        for (var y = 0; y < frame.Height; y++)
        {
            var source = frame.Rgb.AsSpan(y * frame.Width * 3, frame.Width * 3);
            var target = file.AsSpan(HeaderBytes + ((frame.Height - 1 - y) * rowBytes), rowBytes);
            for (var x = 0; x < source.Length; x += 3)
            {
                (target[x], target[x + 1], target[x + 2]) = (source[x + 2], source[x + 1], source[x]);
            }
        }

        return file;
    }
}
