using Sora2.LocalServer.Model.Graphs;

namespace Sora2.LocalServer.Model.Upscaling;

/// <summary>Builds an ESRGAN network as its model.json tells it, layer by layer.</summary>
/// <remarks>Wang et al. 2018, arXiv:1809.00219; slim and medium are residual dense networks (Zhang et al. 2018, arXiv:1802.08797).</remarks>
internal sealed class UpscaleNetwork
{
    private readonly Dictionary<string, Made> _made = [];

    private UpscaleNetwork(KerasNetwork network)
    {
        Graph = new Graph("upscaling");
        foreach (var layer in network.Layers)
        {
            _made[layer.Name] = layer.Type == "InputLayer"
                ? new Made(Graph.Input("picture", ElementType.Float32, 1, 3, "height", "width"), 3, 1, 0)
                : Apply(layer, [.. layer.Inputs.Select(input => _made[input])]);
        }

        if (Graph.Inputs.Count != 1 || !_made.TryGetValue(network.Output, out var made) || made.Channels != 3)
        {
            throw new InvalidDataException("The network does not make one picture of one picture.");
        }

        Graph.Output("upscaled", made.Value);
        (Factor, Reach) = (made.Factor, (int)Math.Ceiling(made.Reach));

        // As the package defines its models: those of residuals in residuals were trained on 0..1, the plain ones on 0..255.
        White = network.Layers.Any(static layer => layer.Type == "MultiplyBeta") ? 1 : 255;
    }

    /// <summary>Input: picture [1, 3, height, width], 0..white. Output: upscaled [1, 3, height · factor, width · factor], about 0..white.</summary>
    public Graph Graph { get; }

    /// <summary>What the network calls white.</summary>
    public float White { get; }

    /// <summary>How many times as wide and high the picture becomes.</summary>
    public int Factor { get; }

    /// <summary>How many pixels of the picture away something may lie and still change a pixel.</summary>
    public int Reach { get; }

    /// <exception cref="InvalidDataException">A layer or a setting that this server does not know.</exception>
    public static UpscaleNetwork Build(KerasNetwork network) => new(network);

    private static Made Apply(KerasLayer layer, Made[] inputs) => layer.Type switch
    {
        "Conv2D" when inputs is [var x] => Convolve(layer, x),
        "Activation" when inputs is [var x] && layer.Says("activation", "relu") => x with { Value = x.Value.Relu() },
        "Add" when inputs is [var a, var b] && a.Channels == b.Channels && a.Factor == b.Factor => Joined(inputs, a.Value + b.Value, a.Channels),
        "Concatenate" when inputs.Length > 1 && inputs.All(input => input.Factor == inputs[0].Factor) => Concatenate(layer, inputs),
        "UpSampling2D" when inputs is [var x] => Repeat(layer, x),
        "MultiplyBeta" when inputs is [var x] => x with { Value = x.Value * layer.Number("beta") },
        "PixelShuffle2x" or "PixelShuffle3x" or "PixelShuffle4x" when inputs is [var x] => Shuffle(layer, x),
        var other => throw new InvalidDataException($"The network has a layer {layer.Name} ({other}) that this server does not know."),
    };

    private static Made Repeat(KerasLayer layer, Made x)
    {
        var factor = layer.Both("size");
        layer.Require(factor is >= 2 and <= 4, "size");
        layer.Require(layer.Says("interpolation", "nearest"), "interpolation");
        return x with { Value = x.Value.UpsampleNearest2d(factor, 4), Factor = x.Factor * factor };
    }

    // As TensorFlow orders channels: the places first, then the colours.
    private static Made Shuffle(KerasLayer layer, Made x)
    {
        var factor = layer.Whole("scale");
        layer.Require(factor is >= 2 and <= 4 && x.Channels % (factor * factor) == 0, "scale");
        var value = x.Value.Graph.Apply("DepthToSpace", [x.Value], ("blocksize", factor), ("mode", "DCR"));
        return x with { Value = value, Channels = x.Channels / (factor * factor), Factor = x.Factor * factor };
    }

    private static Made Concatenate(KerasLayer layer, Made[] inputs)
    {
        layer.Require(layer.Whole("axis") is 3 or -1, "axis");
        return Joined(inputs, Shaping.Concat(1, [.. inputs.Select(static input => input.Value)]), inputs.Sum(static input => input.Channels));
    }

    private static Made Joined(Made[] inputs, Value value, int channels) =>
        new(value, channels, inputs[0].Factor, inputs.Max(static input => input.Reach));

    private static Made Convolve(KerasLayer layer, Made x)
    {
        var (outputs, kernel) = (layer.Whole("filters"), layer.Both("kernel_size"));
        layer.Require(outputs is > 0 and <= 4096, "filters");
        layer.Require(kernel is > 0 and <= 15 && kernel % 2 == 1, "kernel_size");
        layer.Require(layer.Says("padding", "same") || kernel == 1, "padding");
        layer.Require(layer.Both("strides") == 1, "strides");
        layer.Require(layer.Both("dilation_rate") == 1, "dilation_rate");
        layer.Require(layer.Whole("groups") == 1, "groups");
        layer.Require(layer.Says("activation", "linear"), "activation");
        layer.Require(layer.Settings.TryGetProperty("use_bias", out var bias) && bias.ValueKind == System.Text.Json.JsonValueKind.True, "use_bias");
        var graph = x.Value.Graph;
        var value = graph.Apply(
            "Conv",
            [x.Value, graph.Weight($"{layer.Name}/kernel", outputs, x.Channels, kernel, kernel), graph.Weight($"{layer.Name}/bias", outputs)],
            ("kernel_shape", (long[])[kernel, kernel]),
            ("pads", (long[])[kernel / 2, kernel / 2, kernel / 2, kernel / 2]));
        return x with { Value = value, Channels = outputs, Reach = x.Reach + (kernel / 2 / (double)x.Factor) };
    }

    // A layer's result: its size in pixels of the picture, and how far it sees.
    private readonly record struct Made(Value Value, int Channels, int Factor, double Reach);
}
