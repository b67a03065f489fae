using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sora2.PluginHost.Sessions.Footage;

/// <summary>Makes rows of a smaller picture: each pixel the mean of rows of a square block, rounded to the nearest, halves up.</summary>
internal sealed class HostBlocks : IDisposable
{
    /// <summary>Rows whose sums of 8 bit values 16 bits hold.</summary>
    public const int MostDivisor = 128;

    // Exact as long as sum * count stays below 2^40: 255 * 128^4 does.
    private const int ReciprocalBits = 40;

    private readonly int _divisor;
    private readonly int _values;
    private readonly byte[] _row;
    private readonly ushort[] _sums;
    private int _rows;

    /// <param name="width">Of the larger picture; a whole number of blocks.</param>
    /// <param name="divisor">Pixels of a block, each way.</param>
    public HostBlocks(int width, int divisor)
    {
        (_divisor, _values) = (divisor, 3 * width);
        _row = ArrayPool<byte>.Shared.Rent(_values);
        _sums = ArrayPool<ushort>.Shared.Rent(_values);
        _sums.AsSpan(0, _values).Clear();
    }

    /// <summary>A row of the larger picture, to be filled: B, G, R.</summary>
    public Span<byte> Row => _row.AsSpan(0, _values);

    /// <summary>Adds <see cref="Row"/> to the row of blocks.</summary>
    public void Add()
    {
        ref var row = ref MemoryMarshal.GetArrayDataReference(_row);
        ref var sums = ref MemoryMarshal.GetArrayDataReference(_sums);
        var at = 0;
        for (; at + 16 <= _values; at += 16)
        {
            var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(ref row, (nuint)at));
            (Vector128.LoadUnsafe(ref sums, (nuint)at) + low).StoreUnsafe(ref sums, (nuint)at);
            (Vector128.LoadUnsafe(ref sums, (nuint)(at + 8)) + high).StoreUnsafe(ref sums, (nuint)(at + 8));
        }

        for (; at < _values; at++)
        {
            _sums[at] += _row[at];
        }

        _rows++;
    }

    /// <summary>Writes the row of blocks of which one row or more were added, and begins the next one.</summary>
    /// <param name="bgr">A pixel for each block.</param>
    public void Take(Span<byte> bgr)
    {
        var count = (ulong)(_rows * _divisor);
        var half = count / 2;
        var reciprocal = ((1UL << ReciprocalBits) / count) + 1;
        for (int from = 0, to = 0; to < bgr.Length; to += 3)
        {
            var (blue, green, red) = (half, half, half);
            for (var pixel = 0; pixel < _divisor; pixel++, from += 3)
            {
                blue += _sums[from];
                green += _sums[from + 1];
                red += _sums[from + 2];
            }

            (bgr[to], bgr[to + 1], bgr[to + 2]) = (
                (byte)(blue * reciprocal >> ReciprocalBits), (byte)(green * reciprocal >> ReciprocalBits), (byte)(red * reciprocal >> ReciprocalBits));
        }

        _sums.AsSpan(0, _values).Clear();
        _rows = 0;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_row);
        ArrayPool<ushort>.Shared.Return(_sums);
    }
}
