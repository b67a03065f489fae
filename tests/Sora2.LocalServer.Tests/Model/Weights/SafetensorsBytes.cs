using System.Buffers.Binary;
using System.Text;

namespace Sora2.LocalServer.Tests.Model.Weights;

/// <summary>Writes .safetensors content, right or wrong on purpose.</summary>
internal static class SafetensorsBytes
{
    public static byte[] Of(string header, int dataLength, ulong? claimedLength = null)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var bytes = new byte[8 + text.Length + dataLength];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, claimedLength ?? (ulong)text.Length);
        text.CopyTo(bytes, 8);
        for (var i = 0; i < dataLength; i++)
        {
            bytes[8 + text.Length + i] = (byte)i;
        }

        return bytes;
    }

    /// <summary>Pads with blanks so that the numbers start at a multiple of 8, as writers do.</summary>
    public static string Aligned(string header) => header.PadRight((header.Length + 7) / 8 * 8);
}
