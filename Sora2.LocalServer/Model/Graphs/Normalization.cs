namespace Sora2.LocalServer.Model.Graphs;

/// <summary>Layers that bring rows to one size.</summary>
internal static class Normalization
{
    /// <summary>x / sqrt(mean(x²) + epsilon) · scale over the last axis.</summary>
    /// <param name="scale">[width of the last axis]</param>
    /// <remarks>ONNX has it since set 23; before, ONNX Runtime has one of its own in ONNX's domain.</remarks>
    public static Value RmsNorm(this Value x, Value scale, float epsilon) =>
        x.Graph.Apply(x.Graph.OperatorSet < 23 ? "SimplifiedLayerNormalization" : "RMSNormalization", [x, scale], ("axis", -1), ("epsilon", epsilon));

    /// <summary>x / sqrt(mean(x²) + epsilon) over the channels of every place (Karras et al. 2018, arXiv:1710.10196).</summary>
    /// <param name="x">[batch, channels, …]</param>
    public static Value PixelNorm(this Value x, float epsilon) =>
        x / (x.Graph.Apply("ReduceMean", [x * x, x.Graph.Integers(1)], ("keepdims", 1)) + epsilon).Sqrt();

    /// <summary>(x − mean) / sqrt(variance + epsilon) · scale + bias over the last axis.</summary>
    public static Value LayerNorm(this Value x, Value scale, Value bias, float epsilon) =>
        x.Graph.Apply("LayerNormalization", [x, scale, bias], ("axis", -1), ("epsilon", epsilon));

    /// <summary>Mean and variance over groups of channels and all places.</summary>
    /// <param name="x">[batch, channels, …]</param>
    public static Value GroupNorm(this Value x, string name, int channels, int groups, float epsilon) =>
        x.Graph.Apply(
            "GroupNormalization",
            [x, x.Weight($"{name}.weight", channels), x.Weight($"{name}.bias", channels)],
            ("num_groups", groups),
            ("epsilon", epsilon));
}
