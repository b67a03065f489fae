using Sora2.LocalServer.Model.Graphs;
using Sora2.LocalServer.Model.Runtime;
using Tensor = Sora2.LocalServer.Model.Runtime.Tensor;

namespace Sora2.LocalServer.Model.Upscaling;

/// <summary>Makes frames 2, 3 or 4 times as wide and high with an ESRGAN network, tile by tile.</summary>
internal sealed class FrameUpscaler : IDisposable
{
    /// <summary>Pixels on a side of the largest tile that is made in one go: what bounds memory.</summary>
    public const int LargestTile = 256;

    // Farther than this a network of many layers sees, but hardly looks.
    private const int MostOverlap = 32;

    private readonly GraphSession _session;
    private readonly int _overlap;
    private readonly float _white;
    private readonly int _largestTile;

    /// <param name="folder">Holds network and weights.</param>
    /// <param name="largestTile">More than twice as much as tiles overlap.</param>
    /// <exception cref="InvalidDataException">They are not what this server reads.</exception>
    public FrameUpscaler(string folder, ModelRuntime runtime, CancellationToken cancellationToken, int largestTile = LargestTile)
    {
        var network = KerasNetwork.Read(folder);
        var built = UpscaleNetwork.Build(network);
        using var weights = new KerasWeights(folder, network);
        (Factor, _white, _overlap, _largestTile) = (built.Factor, built.White, Math.Min(built.Reach, MostOverlap), largestTile);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(_largestTile, 2 * _overlap, nameof(largestTile));
        _session = runtime.Open(built.Graph, weights.Get, cancellationToken);
    }

    /// <summary>How many times as wide and high frames become.</summary>
    public int Factor { get; }

    /// <summary>Makes one frame. Tiles overlap by what the network looks at, so that no seam shows.</summary>
    /// <param name="rgb">height * width * 3 values, interleaved, full range 0..65535.</param>
    /// <param name="upscaled">The same with both sides times <see cref="Factor"/>.</param>
    /// <param name="tileDone">Called after each tile.</param>
    /// <exception cref="OperationCanceledException">Cancelled; <paramref name="upscaled"/> is undefined.</exception>
    public void Upscale(ReadOnlySpan<ushort> rgb, int height, int width, Span<ushort> upscaled, Action tileDone, CancellationToken cancellationToken)
    {
        foreach (var down in TileRow.Of(height, _largestTile, _overlap))
        {
            foreach (var across in TileRow.Of(width, _largestTile, _overlap))
            {
                using var picture = Tensor.Zeros(ElementType.Float32, 1, 3, down.Length, across.Length);
                Read(rgb, width, down, across, picture.Floats);
                using var made = _session.RunOne([picture], cancellationToken);
                Keep(made.Floats, down, across, upscaled, width);
                tileDone();
            }
        }
    }

    public void Dispose() => _session.Dispose();

    private void Read(ReadOnlySpan<ushort> rgb, int width, TileRow.Tile down, TileRow.Tile across, Span<float> planar)
    {
        var (pixels, scale) = (down.Length * across.Length, _white / ushort.MaxValue);
        for (var y = 0; y < down.Length; y++)
        {
            var row = rgb.Slice(3 * (((down.Start + y) * width) + across.Start), 3 * across.Length);
            for (var x = 0; x < across.Length; x++)
            {
                var place = (y * across.Length) + x;
                (planar[place], planar[pixels + place], planar[(2 * pixels) + place]) = (row[3 * x] * scale, row[(3 * x) + 1] * scale, row[(3 * x) + 2] * scale);
            }
        }
    }

    private void Keep(ReadOnlySpan<float> planar, TileRow.Tile down, TileRow.Tile across, Span<ushort> upscaled, int width)
    {
        var (pixels, scale) = (down.Length * across.Length * Factor * Factor, ushort.MaxValue / _white);
        for (var y = down.KeptStart * Factor; y < down.KeptEnd * Factor; y++)
        {
            var row = upscaled.Slice(3 * ((y * width * Factor) + (across.KeptStart * Factor)), 3 * across.KeptLength * Factor);
            var from = ((y - (down.Start * Factor)) * across.Length * Factor) + ((across.KeptStart - across.Start) * Factor);
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = (ushort)Math.Clamp((planar[(i % 3 * pixels) + from + (i / 3)] * scale) + 0.5f, 0, ushort.MaxValue);
            }
        }
    }
}
