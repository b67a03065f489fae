using Sora2.LocalServer.Model.Families.Wan.Configuration;
using Sora2.LocalServer.Model.Graphs;
using Sora2.LocalServer.Model.Runtime;
using Sora2.LocalServer.Model.Weights;
using Tensor = Sora2.LocalServer.Model.Runtime.Tensor;

namespace Sora2.LocalServer.Model.Families.Wan.Denoising;

/// <summary>Wan's denoiser, ready to run block by block.</summary>
internal sealed class Denoiser : IDisposable
{
    private readonly WanTransformerConfig _config;
    private readonly ModelRuntime _runtime;
    private readonly List<IDisposable> _kept = [];
    private readonly GraphSession _entry;
    private readonly GraphSession _block;
    private readonly GraphSession _exit;
    private readonly StreamedWeights _stream;
    private readonly IReadOnlyList<Tensor> _entryWeights;
    private readonly IReadOnlyList<Tensor> _exitWeights;

    /// <param name="runtime">Says what layers compute in.</param>
    /// <param name="weights">The denoiser's, which stay open as long as this lives.</param>
    /// <param name="layerBytes">Memory for the weights of blocks that are stored in half: 0 is that of two blocks. The result does not depend on it.</param>
    /// <param name="afterBlock">Called after each block.</param>
    /// <exception cref="WeightFormatException">The weights are not those of the configuration.</exception>
    public Denoiser(
        WanTransformerConfig config, WeightStore weights, ModelRuntime runtime, CancellationToken cancellationToken, long layerBytes = 0, Action? afterBlock = null)
    {
        (_config, _runtime) = (config, runtime);
        try
        {
            var placed = Keep(new PlacedWeights(weights, runtime));
            _entry = Keep(placed.Open(DenoiserGraphs.BuildEntry(config, runtime.Computing), cancellationToken));
            _exit = Keep(placed.Open(DenoiserGraphs.BuildExit(config), cancellationToken));
            _block = Keep(placed.Open(DenoiserGraphs.BuildBlock(config, runtime.Computing), cancellationToken, DenoiserGraphs.BlockPrefix(0)));
            (_entryWeights, _exitWeights) = ([.. _entry.BroughtWeights.Select(placed.Get)], [.. _exit.BroughtWeights.Select(placed.Get)]);
            // The budget is of the machine's memory, not of a device's.
            _stream = Keep(new StreamedWeights(
                placed, _block.BroughtWeights, DenoiserGraphs.BlockPrefix, config.NumLayers, runtime.IsOnDevice ? 0 : layerBytes, afterBlock));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The velocity noise − data of a latent, [tokens, 2 · 2 · channels].</summary>
    /// <param name="tokens">[tokens, channels · 2 · 2]</param>
    /// <param name="text">[1, text rows, text width]</param>
    /// <param name="timesteps">The few that are there, 0..1000.</param>
    /// <param name="levelOf">Which of them each token has; one number for all.</param>
    /// <returns>The caller's.</returns>
    /// <exception cref="ModelFaultException">The graph could not run, or numbers left the range of what it computes in.</exception>
    public Tensor Run(
        TokenGrid grid, ReadOnlySpan<float> tokens, Tensor text, IReadOnlyList<float> timesteps, ReadOnlySpan<long> levelOf, CancellationToken cancellationToken)
    {
        if (grid.Frames > _config.RopeMaxSeqLen || grid.Rows > _config.RopeMaxSeqLen || grid.Columns > _config.RopeMaxSeqLen)
        {
            throw new ArgumentOutOfRangeException(nameof(grid), $"{grid.Frames}×{grid.Rows}×{grid.Columns} tokens; the model knows {_config.RopeMaxSeqLen} places on each axis.");
        }

        var (cosines, sines) = grid.Rotary(_config);
        var pairs = _config.AttentionHeadDim / 2;
        using var x = Tensor.Of(tokens, grid.Tokens, grid.TokenWidth);
        using var rows = Tensor.Of(text.Floats, text.Shape[^2], text.Shape[^1]);
        using var sinusoids = Tensor.Of([.. timesteps.SelectMany(timestep => NoiseLevels.Sinusoid(timestep, _config.FreqDim))], timesteps.Count, _config.FreqDim);
        using var level = _runtime.Place(Tensor.Of(levelOf, levelOf.Length));
        using var cosine = _runtime.Place(Tensor.Of(cosines, grid.Tokens, pairs));
        using var sine = _runtime.Place(Tensor.Of(sines, grid.Tokens, pairs));
        var velocity = RunBlocks(x, rows, sinusoids, level, cosine, sine, cancellationToken);
        if (_runtime.Computing != ElementType.Float32)
        {
            velocity.RequireFinite("denoiser");
        }

        return velocity;
    }

    public void Dispose()
    {
        foreach (var kept in _kept)
        {
            kept.Dispose();
        }
    }

    private Tensor RunBlocks(
        Tensor tokens, Tensor text, Tensor sinusoids, Tensor level, Tensor cosine, Tensor sine, CancellationToken cancellationToken)
    {
        var entered = _entry.Run([tokens, text, sinusoids, .. _entryWeights], cancellationToken, onHost: 0);
        var (x, told, embedded, modulation) = (entered[0], entered[1], entered[2], entered[3]);
        try
        {
            _stream.ForEach(
                (_, weights) =>
                {
                    var y = _block.RunOne([x, told, modulation, level, cosine, sine, .. weights], cancellationToken, onHost: false);
                    x.Dispose();
                    x = y;
                },
                cancellationToken);
            return _exit.RunOne([x, embedded, level, .. _exitWeights], cancellationToken);
        }
        finally
        {
            x.Dispose();
            told.Dispose();
            embedded.Dispose();
            modulation.Dispose();
        }
    }

    private T Keep<T>(T kept)
        where T : IDisposable
    {
        _kept.Add(kept);
        return kept;
    }
}
