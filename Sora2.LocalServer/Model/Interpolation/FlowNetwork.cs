using Sora2.LocalServer.Model.Graphs;

namespace Sora2.LocalServer.Model.Interpolation;

/// <summary>Builds RIFE's network for one size, as the .param file beside its weights tells it, layer by layer.</summary>
/// <remarks>Huang et al. 2022, arXiv:2011.06294.</remarks>
internal static class FlowNetwork
{
    /// <summary>
    /// Inputs: in0 and in1 [1, 3, height, width] 0..1, in2 [1, 1, height, width] the moment between them 0..1, places [1, height, width, 2],
    /// x and y of every pixel. Output: out0 [1, 3, height, width].
    /// </summary>
    /// <param name="height">A multiple of <see cref="FrameInterpolator.Multiple"/>.</param>
    /// <param name="width">A multiple of <see cref="FrameInterpolator.Multiple"/>.</param>
    /// <param name="weights">Reads the numbers of each layer as it comes.</param>
    /// <exception cref="InvalidDataException">A layer or a setting that this server does not know.</exception>
    public static Graph Build(IReadOnlyList<NcnnLayer> layers, NcnnWeights weights, int height, int width)
    {
        var graph = new Graph("frame interpolation");
        var values = new Dictionary<string, (Value Value, int Channels)>();
        foreach (var layer in layers.Where(static layer => layer.Type == "Input"))
        {
            var channels = layer.Outputs[0] == "in2" ? 1 : 3;
            values[layer.Outputs[0]] = (graph.Input(layer.Outputs[0], ElementType.Float32, 1, channels, height, width), channels);
        }

        var places = graph.Input("places", ElementType.Float32, 1, height, width, 2);
        foreach (var (number, layer) in layers.Index())
        {
            if (layer.Type != "Input")
            {
                Add(graph, layer, $"layer.{number}", values, places, weights, (height, width));
            }
        }

        if (!weights.IsRead || !values.TryGetValue("out0", out var made))
        {
            throw new InvalidDataException("The network and its weights do not fit together.");
        }

        graph.Output("out0", made.Value);
        return graph;
    }

    private static void Add(
        Graph graph, NcnnLayer layer, string name, Dictionary<string, (Value Value, int Channels)> values, Value places, NcnnWeights weights, (int Height, int Width) size)
    {
        var inputs = layer.Inputs.Select(input => values.TryGetValue(input, out var value)
            ? value
            : throw new InvalidDataException($"The network uses {input} before it is made.")).ToArray();
        var (x, channels) = inputs[0];
        if (layer.Type == "Split")
        {
            foreach (var output in layer.Outputs)
            {
                values[output] = inputs[0];
            }

            return;
        }

        values[layer.Outputs[0]] = layer.Type switch
        {
            "Concat" => (Shaping.Concat(1, [.. inputs.Select(static input => input.Value)]), inputs.Sum(static input => input.Channels)),
            "Convolution" => Convolve(x, layer, name, channels, weights, transposed: false),
            "Deconvolution" => Convolve(x, layer, name, channels, weights, transposed: true),
            "ReLU" => (graph.Apply("LeakyRelu", [x], ("alpha", layer.Number(0))), channels),
            "Sigmoid" => (x.Sigmoid(), channels),
            "PixelShuffle" => (x.PixelShuffle(layer.Whole(0)), channels / (layer.Whole(0) * layer.Whole(0))),
            "Interp" when layer.Whole(0) == 2 => (Resize(x, layer.Number(1), layer.Number(2)), channels),
            "Crop" when layer.Array(11) is [0] => Crop(x, layer, channels),
            "BinaryOp" => (Combine(x, inputs.Length > 1 ? inputs[1].Value : graph.Constant(layer.Number(2)), layer.Whole(0)), Math.Max(channels, inputs[^1].Channels)),
            "Eltwise" when layer.Whole(0) == 1 => (inputs.Zip(Factors(layer, inputs.Length), static (input, factor) => input.Value * factor).Aggregate(static (a, b) => a + b), channels),
            "rife.Warp" => (Warp(x, inputs[1].Value, places, size), channels),
            var other => throw new InvalidDataException($"The network has a layer {other} that this server does not know."),
        };
    }

    private static IEnumerable<float> Factors(NcnnLayer layer, int count) =>
        layer.Array(1) is { Length: > 0 } factors ? factors : Enumerable.Repeat(1f, count);

    private static (Value Value, int Channels) Convolve(Value x, NcnnLayer layer, string name, int inputs, NcnnWeights weights, bool transposed)
    {
        var (outputs, kernel, stride, pad) = (layer.Whole(0), layer.Whole(1), layer.Whole(3, 1), layer.Whole(4));
        if (layer.Whole(5) != 1 || layer.Whole(6) != outputs * inputs * kernel * kernel)
        {
            throw new InvalidDataException($"The network's layer {name} does not fit what it reads.");
        }

        long[] shape = transposed ? [inputs, outputs, kernel, kernel] : [outputs, inputs, kernel, kernel];
        weights.ReadWeight($"{name}.weight", shape, swapped: transposed);
        weights.ReadBias($"{name}.bias", outputs);
        var y = x.Graph.Apply(
            transposed ? "ConvTranspose" : "Conv",
            [x, x.Graph.Weight($"{name}.weight", shape), x.Graph.Weight($"{name}.bias", outputs)],
            ("kernel_shape", (long[])[kernel, kernel]),
            ("strides", (long[])[stride, stride]),
            ("pads", (long[])[pad, pad, pad, pad]));
        y = layer.Whole(9) switch
        {
            0 => y,
            2 => x.Graph.Apply("LeakyRelu", [y], ("alpha", layer.Array(10)[0])),
            var other => throw new InvalidDataException($"The network's layer {name} ends in an activation, {other}, that this server does not know."),
        };
        return (y, outputs);
    }

    private static Value Resize(Value x, float down, float across) => x.Graph.Apply(
        "Resize", [x, default, x.Graph.Constant([1f, 1f, down, across], 4)], ("mode", "linear"), ("coordinate_transformation_mode", "half_pixel"));

    private static (Value Value, int Channels) Crop(Value x, NcnnLayer layer, int channels)
    {
        var (start, end) = ((int)layer.Array(9)[0], Math.Min((int)layer.Array(10)[0], channels));
        return (x.Slice(1, start, end), end - start);
    }

    private static Value Combine(Value a, Value b, int operation) => operation switch
    {
        0 => a + b,
        1 => a - b,
        2 => a * b,
        3 => a / b,
        7 => b - a,
        _ => throw new InvalidDataException($"The network combines numbers in a way, {operation}, that this server does not know."),
    };

    // Each pixel is fetched from where the flow points, in pixels; beyond the border the border counts.
    private static Value Warp(Value x, Value flow, Value places, (int Height, int Width) size)
    {
        var scale = x.Graph.Constant([2f / (size.Width - 1), 2f / (size.Height - 1)], 2);
        var grid = ((places + flow.Transpose(0, 2, 3, 1)) * scale) + -1f;
        return x.Graph.Apply("GridSample", [x, grid], ("align_corners", 1), ("mode", "linear"), ("padding_mode", "border"));
    }
}
