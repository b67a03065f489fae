using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Sora2.PluginHost.Playback;

namespace Sora2.PluginHost.Sessions.Footage;

/// <summary>Reads a row of a host's picture as 8 bit B, G, R: clipped to what the file can hold, rounded to the nearest; NaN is black.</summary>
internal static class HostRow
{
    // Half precision has no vectors before AVX-512; 64 KiB stay in the second cache.
    private static readonly Lazy<byte[]> s_halves = new(static () =>
    {
        var levels = new byte[ushort.MaxValue + 1];
        for (var bits = 0; bits < levels.Length; bits++)
        {
            levels[bits] = ToByte((float)BitConverter.UInt16BitsToHalf((ushort)bits));
        }

        return levels;
    });

    // Sixteen values of one kind, as 8 bit.
    private interface IValues
    {
        static abstract int Bytes { get; }

        static abstract Vector128<byte> Sixteen(ref readonly byte values);

        static abstract byte One(ReadOnlySpan<byte> value);
    }

    // Where B, G, R of four pixels come from, of 16 values that begin with them; the last four are nothing's.
    private static Vector128<byte> OfRgba => Vector128.Create((byte)2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, 0xFF, 0xFF, 0xFF, 0xFF);

    private static Vector128<byte> OfRgb => Vector128.Create((byte)2, 1, 0, 5, 4, 3, 8, 7, 6, 11, 10, 9, 0xFF, 0xFF, 0xFF, 0xFF);

    /// <param name="row">Pixels of the given form, RGBA or RGB; alpha is not looked at. Any alignment.</param>
    /// <param name="bgr">As many pixels.</param>
    public static void ToBgr(ReadOnlySpan<byte> row, PixelDepth depth, PixelComponents components, Span<byte> bgr)
    {
        var values = components == PixelComponents.Rgba ? 4 : 3;
        switch (depth)
        {
            case PixelDepth.Byte:
                Convert<Bytes>(row, values, bgr);
                break;
            case PixelDepth.Short:
                Convert<Shorts>(row, values, bgr);
                break;
            case PixelDepth.Half:
                Convert<Halves>(row, values, bgr);
                break;
            default:
                Convert<Floats>(row, values, bgr);
                break;
        }
    }

    private static void Convert<T>(ReadOnlySpan<byte> row, int values, Span<byte> bgr)
        where T : struct, IValues
    {
        ref var source = ref MemoryMarshal.GetReference(row);
        ref var target = ref MemoryMarshal.GetReference(bgr);
        var (from, to) = (0, 0);

        // Sixteen values are read and sixteen bytes written for the twelve of four pixels: the loop ends where either would leave its row.
        for (; from + (16 * T.Bytes) <= row.Length && to + 16 <= bgr.Length; from += 4 * values * T.Bytes, to += 12)
        {
            var sixteen = T.Sixteen(ref Unsafe.Add(ref source, from));

            // Orders that are known when this is compiled are one instruction each.
            var four = values == 4 ? Vector128.Shuffle(sixteen, OfRgba) : Vector128.Shuffle(sixteen, OfRgb);
            four.StoreUnsafe(ref target, (nuint)to);
        }

        for (; to < bgr.Length; from += values * T.Bytes, to += 3)
        {
            bgr[to] = T.One(row[(from + (2 * T.Bytes))..]);
            bgr[to + 1] = T.One(row[(from + T.Bytes)..]);
            bgr[to + 2] = T.One(row[from..]);
        }
    }

    // Conversion saturates, and NaN becomes 0.
    private static byte ToByte(float value) => (byte)Math.Clamp((value * 255f) + 0.5f, 0f, 255f);

    private readonly struct Bytes : IValues
    {
        static int IValues.Bytes => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<byte> Sixteen(ref readonly byte values) => Vector128.LoadUnsafe(in values);

        public static byte One(ReadOnlySpan<byte> value) => value[0];
    }

    private readonly struct Shorts : IValues
    {
        static int IValues.Bytes => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<byte> Sixteen(ref readonly byte values) => Vector128.Narrow(
            PixelRow.ToByte(Vector128.LoadUnsafe(in values).AsUInt16()), PixelRow.ToByte(Vector128.LoadUnsafe(in values, 16).AsUInt16()));

        public static byte One(ReadOnlySpan<byte> value) => PixelRow.ToByte(MemoryMarshal.Read<ushort>(value));
    }

    private readonly struct Halves : IValues
    {
        static int IValues.Bytes => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<byte> Sixteen(ref readonly byte values)
        {
            var levels = s_halves.Value;
            var (low, high) = (Vector128.LoadUnsafe(in values).AsUInt16(), Vector128.LoadUnsafe(in values, 16).AsUInt16());
            return Vector128.Create(
                levels[low[0]], levels[low[1]], levels[low[2]], levels[low[3]], levels[low[4]], levels[low[5]], levels[low[6]], levels[low[7]],
                levels[high[0]], levels[high[1]], levels[high[2]], levels[high[3]], levels[high[4]], levels[high[5]], levels[high[6]], levels[high[7]]);
        }

        public static byte One(ReadOnlySpan<byte> value) => s_halves.Value[MemoryMarshal.Read<ushort>(value)];
    }

    private readonly struct Floats : IValues
    {
        static int IValues.Bytes => 4;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<byte> Sixteen(ref readonly byte values)
        {
            var (first, second) = (Four(in values, 0), Four(in values, 16));
            var (third, fourth) = (Four(in values, 32), Four(in values, 48));
            return Sse2.IsSupported
                ? Sse2.PackUnsignedSaturate(Sse2.PackSignedSaturate(first, second), Sse2.PackSignedSaturate(third, fourth))
                : Vector128.Narrow(Narrow(first, second), Narrow(third, fourth));
        }

        public static byte One(ReadOnlySpan<byte> value) => ToByte(MemoryMarshal.Read<float>(value));

        // 255 at most. What is below 0, or no number, comes out below 1.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector128<int> Four(ref readonly byte values, nuint at)
        {
            var level = (Vector128.LoadUnsafe(in values, at).AsSingle() * Vector128.Create(255f)) + Vector128.Create(0.5f);
            return Vector128.ConvertToInt32Native(Vector128.MinNative(Vector128.Create(255f), level));
        }

        private static Vector128<ushort> Narrow(Vector128<int> low, Vector128<int> high) =>
            Vector128.Narrow(Vector128.Max(low, Vector128<int>.Zero), Vector128.Max(high, Vector128<int>.Zero)).AsUInt16();
    }
}
