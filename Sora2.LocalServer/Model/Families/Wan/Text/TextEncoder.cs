using Sora2.LocalServer.Model.Families.Wan.Configuration;
using Sora2.LocalServer.Model.Graphs;
using Sora2.LocalServer.Model.Runtime;
using Sora2.LocalServer.Model.Text;
using Sora2.LocalServer.Model.Weights;
using Tensor = Sora2.LocalServer.Model.Runtime.Tensor;

namespace Sora2.LocalServer.Model.Families.Wan.Text;

/// <summary>Prompts to the rows that the denoiser is told. Layers run one after the other, so that two of them are in memory.</summary>
/// <remarks>Computes in F32 on any device, since what its feed-forward layers multiply leaves the range of F16; weights travel as they are stored.</remarks>
internal sealed class TextEncoder : IDisposable
{
    private readonly WanTextConfig _config;
    private readonly SentencePieceTokenizer _tokenizer;
    private readonly WeightStore _weights;
    private readonly PlacedWeights _placed;
    private readonly GraphSession _layer;
    private readonly GraphSession _last;
    private readonly StreamedWeights _stream;

    /// <param name="weights">The encoder's, which stay open as long as this lives.</param>
    public TextEncoder(
        WanTextConfig config, SentencePieceTokenizer tokenizer, WeightStore weights, ModelRuntime runtime, CancellationToken cancellationToken, Action? afterLayer = null)
    {
        (_config, _tokenizer, _weights) = (config, tokenizer, weights);
        _placed = new PlacedWeights(weights, runtime);
        _layer = _placed.Open(TextLayerGraph.Build(config), cancellationToken, "encoder.block.0.");
        _last = runtime.Open(TextLayerGraph.BuildLast(config), weights.Get, cancellationToken);
        _stream = new StreamedWeights(_placed, _layer.BroughtWeights, layer => $"encoder.block.{layer}.", config.NumLayers, afterLayer: afterLayer);
    }

    /// <summary>The rows of a prompt [1, rows, width]; rows after its last piece are 0, which the denoiser sees as they are.</summary>
    /// <param name="rows">Of the result; a longer prompt loses its last pieces.</param>
    /// <returns>The caller's.</returns>
    public Tensor Encode(string prompt, int rows, CancellationToken cancellationToken)
    {
        var pieces = _tokenizer.Encode(prompt, rows);
        using var hidden = Hidden(pieces, cancellationToken);
        var told = Tensor.Zeros(ElementType.Float32, 1, rows, _config.DModel);
        hidden.Floats.CopyTo(told.Floats);
        return told;
    }

    /// <summary>The last hidden state of pieces, [pieces, width]. Padding is left out, as no piece attends to it.</summary>
    /// <returns>The caller's.</returns>
    public Tensor Hidden(IReadOnlyList<long> pieces, CancellationToken cancellationToken)
    {
        var x = Embedded(pieces);
        using var buckets = Tensor.Of(
            RelativePositions.Buckets(pieces.Count, _config.RelativeAttentionNumBuckets, _config.RelativeAttentionMaxDistance), pieces.Count, pieces.Count);
        try
        {
            _stream.ForEach(
                (_, weights) =>
                {
                    var y = _layer.RunOne([x, buckets, .. weights], cancellationToken, onHost: false);
                    x.Dispose();
                    x = y;
                },
                cancellationToken);
            return _last.RunOne([x], cancellationToken);
        }
        finally
        {
            x.Dispose();
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        _placed.Dispose();
        _last.Dispose();
        _layer.Dispose();
    }

    // The table is the largest weight of all and a prompt needs a few rows of it.
    private Tensor Embedded(IReadOnlyList<long> pieces)
    {
        var x = Tensor.Zeros(ElementType.Float32, pieces.Count, _config.DModel);
        // Tied in the model, and written under either name.
        var name = _weights.Names.Contains("shared.weight") ? "shared.weight" : "encoder.embed_tokens.weight";
        var table = new WeightUse(name, [_config.VocabSize, _config.DModel]);
        for (var i = 0; i < pieces.Count; i++)
        {
            _weights.CopyRow(table, pieces[i], x.Floats.Slice(i * _config.DModel, _config.DModel));
        }

        return x;
    }
}
