using System.Runtime.InteropServices;
using Sora2.PluginHost.Playback;

namespace Sora2.PluginHost.Sessions.Footage;

/// <summary>Reads a row of a host's picture as 8 bit B, G, R: clipped to what the file can hold, rounded to the nearest; NaN is black.</summary>
internal static class HostRow
{
    /// <param name="row">Pixels of the given form, RGBA or RGB; alpha is not looked at.</param>
    public static void ToBgr(ReadOnlySpan<byte> row, PixelDepth depth, PixelComponents components, Span<byte> bgr)
    {
        var step = components == PixelComponents.Rgba ? 4 : 3;
        switch (depth)
        {
            case PixelDepth.Byte:
                for (int from = 0, to = 0; to < bgr.Length; from += step, to += 3)
                {
                    (bgr[to], bgr[to + 1], bgr[to + 2]) = (row[from + 2], row[from + 1], row[from]);
                }

                break;
            case PixelDepth.Short:
                var shorts = MemoryMarshal.Cast<byte, ushort>(row);
                for (int from = 0, to = 0; to < bgr.Length; from += step, to += 3)
                {
                    (bgr[to], bgr[to + 1], bgr[to + 2]) =
                        (PixelRow.ToByte(shorts[from + 2]), PixelRow.ToByte(shorts[from + 1]), PixelRow.ToByte(shorts[from]));
                }

                break;
            case PixelDepth.Half:
                var halves = MemoryMarshal.Cast<byte, Half>(row);
                for (int from = 0, to = 0; to < bgr.Length; from += step, to += 3)
                {
                    (bgr[to], bgr[to + 1], bgr[to + 2]) =
                        (ToByte((float)halves[from + 2]), ToByte((float)halves[from + 1]), ToByte((float)halves[from]));
                }

                break;
            default:
                var floats = MemoryMarshal.Cast<byte, float>(row);
                for (int from = 0, to = 0; to < bgr.Length; from += step, to += 3)
                {
                    (bgr[to], bgr[to + 1], bgr[to + 2]) = (ToByte(floats[from + 2]), ToByte(floats[from + 1]), ToByte(floats[from]));
                }

                break;
        }
    }

    // Conversion saturates, and NaN becomes 0.
    private static byte ToByte(float value) => (byte)Math.Clamp((value * 255f) + 0.5f, 0f, 255f);
}
