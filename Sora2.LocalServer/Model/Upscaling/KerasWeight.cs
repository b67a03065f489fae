namespace Sora2.LocalServer.Model.Upscaling;

/// <summary>A tensor of 32-bit floats in a file of weights: "LAYER/kernel" or "LAYER/bias".</summary>
/// <param name="Shape">As Keras has it: a kernel is [height, width, inputs, outputs].</param>
internal sealed record KerasWeight(string Name, IReadOnlyList<long> Shape);
