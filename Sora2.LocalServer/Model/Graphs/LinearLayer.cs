namespace Sora2.LocalServer.Model.Graphs;

/// <summary>A full connection, weights as PyTorch stores them: [outputs, inputs].</summary>
internal static class LinearLayer
{
    /// <param name="x">[rows, inputs]; fold batches into rows, which lets ONNX Runtime pack the weights once.</param>
    /// <returns>[rows, outputs]</returns>
    public static Value Linear(this Value x, string name, int inputs, int outputs, bool bias = false)
    {
        var weight = x.Weight($"{name}.weight", outputs, inputs);
        return bias
            ? x.Graph.Apply("Gemm", [x, weight, x.Weight($"{name}.bias", outputs)], ("transB", 1))
            : x.Graph.Apply("Gemm", [x, weight], ("transB", 1));
    }
}
