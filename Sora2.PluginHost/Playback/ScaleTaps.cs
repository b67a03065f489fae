namespace Sora2.PluginHost.Playback;

/// <summary>
/// Which source samples make each target sample along one axis, and their weights: a triangle as wide as a source or a target
/// sample, whichever is wider. So it interpolates upwards and averages downwards, and needs no more than the neighbours.
/// </summary>
internal sealed class ScaleTaps
{
    private readonly int[] _first;
    private readonly int[] _count;
    private readonly float[] _weights;
    private readonly int _stride;
    private readonly int _from;

    /// <param name="source">Samples along the axis of the source.</param>
    /// <param name="target">Samples along the axis of the target.</param>
    /// <param name="from">First target sample that is wanted.</param>
    /// <param name="to">The one after the last.</param>
    public ScaleTaps(int source, int target, int from, int to)
    {
        var scale = (double)source / target;
        var reach = Math.Max(1, scale);
        _from = from;
        _stride = (int)Math.Ceiling(2 * reach) + 1;
        _first = new int[to - from];
        _count = new int[to - from];
        _weights = new float[(to - from) * _stride];
        var weights = new double[_stride];
        for (var at = from; at < to; at++)
        {
            var centre = (at + 0.5) * scale;
            var first = Math.Max(0, (int)Math.Floor(centre - reach));
            var count = Math.Min(Math.Min(source, (int)Math.Ceiling(centre + reach)) - first, _stride);
            var sum = 0.0;
            for (var tap = 0; tap < count; tap++)
            {
                weights[tap] = Math.Max(0, 1 - (Math.Abs(first + tap + 0.5 - centre) / reach));
                sum += weights[tap];
            }

            _first[at - from] = first;
            _count[at - from] = count;
            for (var tap = 0; tap < count; tap++)
            {
                _weights[((at - from) * _stride) + tap] = (float)(weights[tap] / sum);
            }
        }

        Start = _first[0];
        End = _first[^1] + _count[^1];
    }

    /// <summary>First source sample that is used at all.</summary>
    public int Start { get; }

    /// <summary>The one after the last.</summary>
    public int End { get; }

    /// <summary>First source sample of a target sample.</summary>
    public int First(int at) => _first[at - _from];

    /// <summary>Weights of the source samples from <see cref="First"/> on; their sum is 1.</summary>
    public ReadOnlySpan<float> Weights(int at) => _weights.AsSpan((at - _from) * _stride, _count[at - _from]);
}
