namespace Sora2.LocalServer.Model.Graphs;

/// <summary>Convolutions, weights as PyTorch stores them: [outputs, inputs / groups, …kernel].</summary>
internal static class Convolution
{
    /// <summary>A convolution over as many axes as <paramref name="kernel"/> has.</summary>
    /// <param name="x">[batch, inputs, …places]</param>
    /// <param name="padding">Zeros before and after each axis; null pads to keep the size at stride 1 and odd kernels.</param>
    public static Value Conv(
        this Value x,
        string name,
        int inputs,
        int outputs,
        long[] kernel,
        long[]? stride = null,
        long[]? padding = null,
        int groups = 1,
        bool bias = true)
    {
        long[] strides = stride ?? [.. kernel.Select(_ => 1L)];
        long[] pads = padding ?? [.. kernel.Select(size => (size - 1) / 2)];
        long[] weightShape = [outputs, inputs / groups, .. kernel];
        var weight = x.Weight($"{name}.weight", weightShape);
        Value[] operands = bias ? [x, weight, x.Weight($"{name}.bias", outputs)] : [x, weight];
        return x.Graph.Apply(
            "Conv",
            operands,
            ("kernel_shape", kernel),
            ("strides", strides),
            ("pads", (long[])[.. pads, .. pads]),
            ("group", groups));
    }

    public static Value Conv1d(this Value x, string name, int inputs, int outputs, int kernel, bool bias = true) =>
        x.Conv(name, inputs, outputs, [kernel], bias: bias);

    public static Value Conv2d(this Value x, string name, int inputs, int outputs, int kernel, bool bias = true) =>
        x.Conv(name, inputs, outputs, [kernel, kernel], bias: bias);

    public static Value Conv3d(this Value x, string name, int inputs, int outputs, int frames, int kernel, bool bias = true) =>
        x.Conv(name, inputs, outputs, [frames, kernel, kernel], bias: bias);

    /// <summary>Channels become places: [batch, channels·f², h, w] → [batch, channels, h·f, w·f], in PyTorch's channel order.</summary>
    public static Value PixelShuffle(this Value x, int factor) =>
        x.Graph.Apply("DepthToSpace", [x], ("blocksize", factor), ("mode", "CRD"));

    /// <summary>
    /// Places become channels, the inverse of <see cref="PixelShuffle"/>: [batch, channels, h·f, w·f] → [batch, channels·f², h, w].
    /// </summary>
    /// <remarks>SpaceToDepth puts channels last; of a single channel both orders are the same.</remarks>
    public static Value PixelUnshuffle(this Value x, int factor, int channels) =>
        x.Graph.Apply("SpaceToDepth", [x.Reshape(-1, 1, 0, 0)], ("blocksize", factor)).Reshape(-1, channels * factor * factor, 0, 0);

    /// <summary>Every place is repeated; the last two axes grow.</summary>
    /// <param name="rank">Of <paramref name="x"/>.</param>
    public static Value UpsampleNearest2d(this Value x, int factor, int rank)
    {
        var scales = Enumerable.Repeat(1f, rank - 2).Concat([factor, factor]).ToArray();
        return x.Graph.Apply(
            "Resize",
            [x, default, x.Graph.Constant(scales, rank)],
            ("mode", "nearest"),
            ("nearest_mode", "floor"),
            ("coordinate_transformation_mode", "asymmetric"));
    }
}
