using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sora2.PluginHost.Playback;

/// <summary>
/// Writes a row of 16 bit RGB in a caller's form. Rounding: 8 bit is the nearest of v / 257, of which none lies halfway; 16 bit is
/// as stored; float is v / 65535 as IEEE 754 rounds it; half is that float, rounded to the nearest, ties to even. Alpha is opaque.
/// </summary>
internal static class PixelRow
{
    private const ushort OpaqueHalf = 0x3C00;

    // Half precision has no vectors before AVX-512; a table of 128 KiB stays in the second cache.
    private static readonly Lazy<ushort[]> s_halves = new(static () =>
    {
        var halves = new ushort[ushort.MaxValue + 1];
        for (var value = 0; value < halves.Length; value++)
        {
            halves[value] = BitConverter.HalfToUInt16Bits((Half)(value / 65535f));
        }

        return halves;
    });

    // Two pixels of three values to two of four, the fourth 0.
    private static Vector128<byte> Spread => Vector128.Create((byte)0, 1, 2, 3, 4, 5, 0xFF, 0xFF, 6, 7, 8, 9, 10, 11, 0xFF, 0xFF);

    /// <param name="rgb">Three values a pixel.</param>
    /// <param name="target">Exactly the same pixels in the wished form; any alignment.</param>
    public static void Write(ReadOnlySpan<ushort> rgb, PixelDepth depth, PixelComponents components, Span<byte> target)
    {
        switch (depth, components)
        {
            case (_, PixelComponents.Alpha):
                Fill(depth, target);
                break;
            case (PixelDepth.Byte, PixelComponents.Rgba):
                ToByteRgba(rgb, target);
                break;
            case (PixelDepth.Byte, _):
                ToByte(rgb, target);
                break;
            case (PixelDepth.Short, PixelComponents.Rgba):
                ToShortRgba(rgb, target);
                break;
            case (PixelDepth.Short, _):
                MemoryMarshal.AsBytes(rgb).CopyTo(target);
                break;
            case (PixelDepth.Half, _):
                ToHalf(rgb, components == PixelComponents.Rgba, target);
                break;
            case (PixelDepth.Float, PixelComponents.Rgba):
                ToFloatRgba(rgb, target);
                break;
            default:
                ToFloat(rgb, target);
                break;
        }
    }

    /// <summary>The nearest 8 bit value.</summary>
    public static byte ToByte(ushort value) => (byte)((value + 128) / 257);

    /// <summary>The nearest 8 bit values.</summary>
    /// <remarks>With t = v + 128, t / 257 is (t - t / 256) / 256 as long as t has 16 bits; beyond, both are 255.</remarks>
    public static Vector128<ushort> ToByte(Vector128<ushort> values)
    {
        var sum = Vector128.AddSaturate(values, Vector128.Create((ushort)128));
        return (sum - (sum >>> 8)) >>> 8;
    }

    private static void Fill(PixelDepth depth, Span<byte> target)
    {
        switch (depth)
        {
            case PixelDepth.Half:
                MemoryMarshal.Cast<byte, ushort>(target).Fill(OpaqueHalf);
                break;
            case PixelDepth.Float:
                MemoryMarshal.Cast<byte, float>(target).Fill(1f);
                break;
            default:
                target.Fill(byte.MaxValue);
                break;
        }
    }

    // A load takes 8 values for the 6 of two pixels: the loops end where it would leave the row.
    private static void ToShortRgba(ReadOnlySpan<ushort> rgb, Span<byte> target)
    {
        ref var source = ref MemoryMarshal.GetReference(rgb);
        ref var output = ref MemoryMarshal.GetReference(target);
        var opaque = Vector128.Create((ushort)0, 0, 0, 0xFFFF, 0, 0, 0, 0xFFFF);
        var pixel = 0;
        for (; (3 * pixel) + 8 <= rgb.Length; pixel += 2)
        {
            (Two(ref source, pixel) | opaque).AsByte().StoreUnsafe(ref output, (nuint)(8 * pixel));
        }

        var values = MemoryMarshal.Cast<byte, ushort>(target);
        for (; 3 * pixel < rgb.Length; pixel++)
        {
            rgb.Slice(3 * pixel, 3).CopyTo(values[(4 * pixel)..]);
            values[(4 * pixel) + 3] = ushort.MaxValue;
        }
    }

    private static void ToByteRgba(ReadOnlySpan<ushort> rgb, Span<byte> target)
    {
        ref var source = ref MemoryMarshal.GetReference(rgb);
        ref var output = ref MemoryMarshal.GetReference(target);
        var opaque = Vector128.Create(0xFF000000u).AsByte();
        var pixel = 0;
        for (; (3 * pixel) + 14 <= rgb.Length; pixel += 4)
        {
            var four = Vector128.Narrow(ToByte(Two(ref source, pixel)), ToByte(Two(ref source, pixel + 2)));
            (four | opaque).StoreUnsafe(ref output, (nuint)(4 * pixel));
        }

        for (; 3 * pixel < rgb.Length; pixel++)
        {
            target[4 * pixel] = ToByte(rgb[3 * pixel]);
            target[(4 * pixel) + 1] = ToByte(rgb[(3 * pixel) + 1]);
            target[(4 * pixel) + 2] = ToByte(rgb[(3 * pixel) + 2]);
            target[(4 * pixel) + 3] = byte.MaxValue;
        }
    }

    private static void ToByte(ReadOnlySpan<ushort> rgb, Span<byte> target)
    {
        ref var source = ref MemoryMarshal.GetReference(rgb);
        ref var output = ref MemoryMarshal.GetReference(target);
        var at = 0;
        for (; at + 16 <= rgb.Length; at += 16)
        {
            var low = ToByte(Vector128.LoadUnsafe(ref source, (nuint)at));
            var high = ToByte(Vector128.LoadUnsafe(ref source, (nuint)(at + 8)));
            Vector128.Narrow(low, high).StoreUnsafe(ref output, (nuint)at);
        }

        for (; at < rgb.Length; at++)
        {
            target[at] = ToByte(rgb[at]);
        }
    }

    private static void ToFloatRgba(ReadOnlySpan<ushort> rgb, Span<byte> target)
    {
        ref var source = ref MemoryMarshal.GetReference(rgb);
        ref var output = ref MemoryMarshal.GetReference(target);
        var opaque = Vector128.Create(0f, 0f, 0f, 1f);
        var pixel = 0;
        for (; (3 * pixel) + 8 <= rgb.Length; pixel += 2)
        {
            var (first, second) = Vector128.Widen(Two(ref source, pixel));
            (ToFloat(first) | opaque).AsByte().StoreUnsafe(ref output, (nuint)(16 * pixel));
            (ToFloat(second) | opaque).AsByte().StoreUnsafe(ref output, (nuint)((16 * pixel) + 16));
        }

        var values = MemoryMarshal.Cast<byte, float>(target);
        for (; 3 * pixel < rgb.Length; pixel++)
        {
            values[4 * pixel] = rgb[3 * pixel] / 65535f;
            values[(4 * pixel) + 1] = rgb[(3 * pixel) + 1] / 65535f;
            values[(4 * pixel) + 2] = rgb[(3 * pixel) + 2] / 65535f;
            values[(4 * pixel) + 3] = 1f;
        }
    }

    private static void ToFloat(ReadOnlySpan<ushort> rgb, Span<byte> target)
    {
        ref var source = ref MemoryMarshal.GetReference(rgb);
        ref var output = ref MemoryMarshal.GetReference(target);
        var at = 0;
        for (; at + 8 <= rgb.Length; at += 8)
        {
            var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(ref source, (nuint)at));
            ToFloat(low).AsByte().StoreUnsafe(ref output, (nuint)(4 * at));
            ToFloat(high).AsByte().StoreUnsafe(ref output, (nuint)((4 * at) + 16));
        }

        var values = MemoryMarshal.Cast<byte, float>(target);
        for (; at < rgb.Length; at++)
        {
            values[at] = rgb[at] / 65535f;
        }
    }

    private static void ToHalf(ReadOnlySpan<ushort> rgb, bool alpha, Span<byte> target)
    {
        var halves = s_halves.Value;
        var values = MemoryMarshal.Cast<byte, ushort>(target);
        var to = 0;
        for (var at = 0; at + 2 < rgb.Length; at += 3)
        {
            values[to++] = halves[rgb[at]];
            values[to++] = halves[rgb[at + 1]];
            values[to++] = halves[rgb[at + 2]];
            if (alpha)
            {
                values[to++] = OpaqueHalf;
            }
        }
    }

    private static Vector128<ushort> Two(ref ushort source, int pixel) =>
        Vector128.Shuffle(Vector128.LoadUnsafe(ref source, (nuint)(3 * pixel)).AsByte(), Spread).AsUInt16();

    private static Vector128<float> ToFloat(Vector128<uint> values) =>
        Vector128.ConvertToSingle(values.AsInt32()) / Vector128.Create(65535f);
}
