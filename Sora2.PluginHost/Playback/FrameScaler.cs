using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sora2.PluginHost.Playback;

/// <summary>
/// Makes rows of a frame at another size, in 16 bit: sums in single precision, rounded to the nearest, halves up. A pixel depends
/// on its place alone, so windows of one picture fit together.
/// </summary>
internal sealed class FrameScaler : IDisposable
{
    private readonly ScaleTaps _columns;
    private readonly ScaleTaps _rows;
    private readonly int _sourceWidth;
    private readonly int _x1;
    private readonly int _x2;
    private readonly float[] _sums;
    private readonly ushort[] _row;

    /// <param name="sourceWidth">Of the frame.</param>
    /// <param name="sourceHeight">Of the frame.</param>
    public FrameScaler(int sourceWidth, int sourceHeight, in ImageWindow window)
    {
        _sourceWidth = sourceWidth;
        (_x1, _x2) = (window.X1, window.X2);
        _columns = new ScaleTaps(sourceWidth, window.Width, _x1, _x2);
        var (top, bottom) = (window.FromTop(window.Y1), window.FromTop(window.Y2 - 1));
        _rows = new ScaleTaps(sourceHeight, window.Height, Math.Min(top, bottom), Math.Max(top, bottom) + 1);
        _sums = ArrayPool<float>.Shared.Rent(3 * (_columns.End - _columns.Start));
        _row = ArrayPool<ushort>.Shared.Rent(3 * (_x2 - _x1));
    }

    /// <summary>One row of the window; valid until the next call.</summary>
    /// <param name="frame">All of the frame, RGB, rows top-down.</param>
    /// <param name="row">Counted from the top of the target picture.</param>
    public ReadOnlySpan<ushort> Row(ReadOnlySpan<ushort> frame, int row)
    {
        var sums = _sums.AsSpan(0, 3 * (_columns.End - _columns.Start));
        sums.Clear();
        var first = _rows.First(row);
        var weights = _rows.Weights(row);
        for (var tap = 0; tap < weights.Length; tap++)
        {
            var start = 3 * (((first + tap) * _sourceWidth) + _columns.Start);
            Add(frame.Slice(start, sums.Length), weights[tap], sums);
        }

        var target = _row.AsSpan(0, 3 * (_x2 - _x1));
        for (var x = _x1; x < _x2; x++)
        {
            Gather(sums[(3 * (_columns.First(x) - _columns.Start))..], _columns.Weights(x), target.Slice(3 * (x - _x1), 3));
        }

        return target;
    }

    public void Dispose()
    {
        ArrayPool<float>.Shared.Return(_sums);
        ArrayPool<ushort>.Shared.Return(_row);
    }

    private static void Add(ReadOnlySpan<ushort> values, float weight, Span<float> sums)
    {
        ref var source = ref MemoryMarshal.GetReference(values);
        ref var target = ref MemoryMarshal.GetReference(sums);
        var factor = Vector128.Create(weight);
        var at = 0;
        for (; at + 8 <= values.Length; at += 8)
        {
            var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(ref source, (nuint)at));
            var first = Vector128.LoadUnsafe(ref target, (nuint)at) + (Vector128.ConvertToSingle(low.AsInt32()) * factor);
            var second = Vector128.LoadUnsafe(ref target, (nuint)(at + 4)) + (Vector128.ConvertToSingle(high.AsInt32()) * factor);
            first.StoreUnsafe(ref target, (nuint)at);
            second.StoreUnsafe(ref target, (nuint)(at + 4));
        }

        for (; at < values.Length; at++)
        {
            sums[at] += values[at] * weight;
        }
    }

    private static void Gather(ReadOnlySpan<float> sums, ReadOnlySpan<float> weights, Span<ushort> pixel)
    {
        var (red, green, blue) = (0f, 0f, 0f);
        for (var tap = 0; tap < weights.Length; tap++)
        {
            red += sums[3 * tap] * weights[tap];
            green += sums[(3 * tap) + 1] * weights[tap];
            blue += sums[(3 * tap) + 2] * weights[tap];
        }

        pixel[0] = Round(red);
        pixel[1] = Round(green);
        pixel[2] = Round(blue);
    }

    private static ushort Round(float value) => (ushort)Math.Min(value + 0.5f, 65535f);
}
