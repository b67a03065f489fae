using Sora2.LocalServer.Model.Graphs;
using Sora2.LocalServer.Model.Runtime;
using Tensor = Sora2.LocalServer.Model.Runtime.Tensor;

namespace Sora2.LocalServer.Model.Interpolation;

/// <summary>Draws frames between two frames, for one size, with RIFE's network in ncnn's form.</summary>
internal sealed class FrameInterpolator : IDisposable
{
    /// <summary>The network halves sizes so often that they must be multiples of this.</summary>
    public const int Multiple = 32;

    /// <summary>The network.</summary>
    public const string NetworkFile = "flownet.param";

    /// <summary>Its weights.</summary>
    public const string WeightFile = "flownet.bin";

    private readonly int _height;
    private readonly int _width;
    private readonly int _high;
    private readonly int _wide;
    private readonly GraphSession _session;
    private readonly Tensor _places;

    /// <param name="folder">Holds network and weights.</param>
    /// <exception cref="InvalidDataException">They are not what this server reads.</exception>
    public FrameInterpolator(string folder, int height, int width, ModelRuntime runtime, CancellationToken cancellationToken)
    {
        (_height, _width) = (height, width);
        (_high, _wide) = ((height + Multiple - 1) / Multiple * Multiple, (width + Multiple - 1) / Multiple * Multiple);
        using var weights = new NcnnWeights(Path.Combine(folder, WeightFile));
        var graph = FlowNetwork.Build(NcnnLayer.Read(Path.Combine(folder, NetworkFile)), weights, _high, _wide);
        _session = runtime.Open(graph, weights.Get, cancellationToken);
        _places = Tensor.Zeros(ElementType.Float32, 1, _high, _wide, 2);
        for (var place = 0; place < _high * _wide; place++)
        {
            (_places.Floats[2 * place], _places.Floats[(2 * place) + 1]) = (place % _wide, place / _wide);
        }
    }

    /// <summary>The frame at a moment between two.</summary>
    /// <param name="before">[3, height, width], RGB in -1..1.</param>
    /// <param name="after">[3, height, width], RGB in -1..1.</param>
    /// <param name="moment">0 at the first, 1 at the second.</param>
    /// <param name="between">[3, height, width]; may be neither of the two.</param>
    public void Draw(ReadOnlySpan<float> before, ReadOnlySpan<float> after, float moment, Span<float> between, CancellationToken cancellationToken)
    {
        using var first = Padded(before);
        using var second = Padded(after);
        using var moments = Tensor.Zeros(ElementType.Float32, 1, 1, _high, _wide);
        moments.Floats.Fill(moment);
        using var drawn = _session.RunOne([first, second, moments, _places], cancellationToken);
        for (var row = 0; row < 3 * _height; row++)
        {
            var source = drawn.Floats.Slice(((row / _height * _high) + (row % _height)) * _wide, _width);
            var target = between.Slice(row * _width, _width);
            for (var x = 0; x < _width; x++)
            {
                target[x] = (source[x] * 2) - 1;
            }
        }
    }

    public void Dispose()
    {
        _session.Dispose();
        _places.Dispose();
    }

    // To 0..1, with the last row and column repeated up to a multiple.
    private Tensor Padded(ReadOnlySpan<float> planar)
    {
        var padded = Tensor.Zeros(ElementType.Float32, 1, 3, _high, _wide);
        for (var row = 0; row < 3 * _high; row++)
        {
            var source = planar.Slice(((row / _high * _height) + Math.Min(row % _high, _height - 1)) * _width, _width);
            var target = padded.Floats.Slice(row * _wide, _wide);
            for (var x = 0; x < _wide; x++)
            {
                target[x] = (Math.Clamp(source[Math.Min(x, _width - 1)], -1, 1) + 1) / 2;
            }
        }

        return padded;
    }
}
