using Sora2.LocalServer.Model.Families.Wan.Configuration;
using Sora2.LocalServer.Model.Graphs;

namespace Sora2.LocalServer.Model.Families.Wan.Text;

/// <summary>One layer of UMT5's encoder. All layers are this graph with other weights.</summary>
/// <remarks>Chung et al. 2023, arXiv:2304.09151; unlike T5's, every layer has its own table of distances.</remarks>
internal static class TextLayerGraph
{
    /// <summary>Inputs: x [rows, width], buckets [rows, rows] Int64. Output: y [rows, width].</summary>
    public static Graph Build(WanTextConfig config)
    {
        var graph = new Graph("text layer", Graph.DeviceOperators);
        var x = graph.Input("x", ElementType.Float32, "rows", config.DModel);
        var buckets = graph.Input("buckets", ElementType.Int64, "rows", "rows");
        x += Attention(x.RmsNorm(graph.Weight("layer.0.layer_norm.weight", config.DModel), config.LayerNormEpsilon), buckets, config);
        var rows = x.RmsNorm(graph.Weight("layer.1.layer_norm.weight", config.DModel), config.LayerNormEpsilon);
        var gate = rows.Linear("layer.1.DenseReluDense.wi_0", config.DModel, config.DFf).Gelu(tanh: true);
        var up = rows.Linear("layer.1.DenseReluDense.wi_1", config.DModel, config.DFf);
        graph.Output("y", x + (gate * up).Linear("layer.1.DenseReluDense.wo", config.DFf, config.DModel));
        return graph;
    }

    /// <summary>Input: x [rows, width]. Output: y, as the denoiser gets it.</summary>
    public static Graph BuildLast(WanTextConfig config)
    {
        var graph = new Graph("text norm", Graph.DeviceOperators);
        var x = graph.Input("x", ElementType.Float32, "rows", config.DModel);
        graph.Output("y", x.RmsNorm(graph.Weight("encoder.final_layer_norm.weight", config.DModel), config.LayerNormEpsilon));
        return graph;
    }

    // Scores are not scaled down: training took that into the weights.
    private static Value Attention(Value rows, Value buckets, WanTextConfig config)
    {
        const string Name = "layer.0.SelfAttention";
        var table = rows.Graph.Weight($"{Name}.relative_attention_bias.weight", config.RelativeAttentionNumBuckets, config.NumHeads);
        var query = Heads("q").Transpose(1, 0, 2);
        var key = Heads("k").Transpose(1, 2, 0);
        var value = Heads("v").Transpose(1, 0, 2);
        var scores = query.MatMul(key) + table.Gather(buckets, axis: 0).Transpose(2, 0, 1);
        var attended = scores.Softmax().MatMul(value).Transpose(1, 0, 2).Reshape(-1, config.InnerWidth);
        return attended.Linear($"{Name}.o", config.InnerWidth, config.DModel);

        Value Heads(string part) => rows.Linear($"{Name}.{part}", config.DModel, config.InnerWidth).Reshape(-1, config.NumHeads, config.DKv);
    }
}
