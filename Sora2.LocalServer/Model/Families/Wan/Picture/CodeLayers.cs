using Sora2.LocalServer.Model.Graphs;

namespace Sora2.LocalServer.Model.Families.Wan.Picture;

/// <summary>
/// The layers of Wan's picture code over [1, channels, frames, height, width], a few frames a call. What a layer must remember of the
/// frames before is an input and an output of the graph, a "memory"; all memories are zeros before the first call.
/// </summary>
/// <param name="first">The chunk with the first frame of all: it is one frame, and stages that double or halve frames leave it one.</param>
/// <param name="computing">F32 or F16, of the memories as well; norms are F32 in either.</param>
internal sealed class CodeLayers(Graph graph, bool first, ElementType computing)
{
    private const int Reach = 2;                   // frames before that a kernel of 3 sees
    private const float Smallest = 1e-12f;

    private readonly List<(string Name, long[] Shape)> _memories = [];
    private readonly List<(string Name, Value Value)> _after = [];

    /// <summary>Shapes of the memories, in the order of the graph's inputs and outputs.</summary>
    public IReadOnlyList<(string Name, long[] Shape)> Memories => _memories;

    /// <summary>A convolution over 3×3×3 that sees the frames before, never those after.</summary>
    public Value Causal(Value x, string name, Picture size, int inputs, int outputs) =>
        Remembered(x, name, size, inputs).Conv(name, inputs, outputs, [3, 3, 3], padding: [0, 1, 1]);

    /// <summary>Normalised, bent and convolved twice, added to what came in.</summary>
    public Value Residual(Value x, string name, Picture size, int inputs, int outputs)
    {
        var shortcut = inputs == outputs ? x : x.Conv($"{name}.conv_shortcut", inputs, outputs, [1, 1, 1]);
        var y = Causal(Normalise(x, $"{name}.norm1", inputs).Silu(), $"{name}.conv1", size, inputs, outputs);
        return shortcut + Causal(Normalise(y, $"{name}.norm2", outputs).Silu(), $"{name}.conv2", size, outputs, outputs);
    }

    /// <summary>x / |x| · √channels · gamma over the channels of every place.</summary>
    /// <param name="axes">Of gamma after its channels.</param>
    public Value Normalise(Value x, string name, int channels, int axes = 3)
    {
        // The sum of squares leaves the range of F16, and the smallest length is none there.
        var rows = x.As(ElementType.Float32);
        var length = graph.Apply("Max", [graph.Apply("ReduceL2", [rows, graph.Integers(1)], ("keepdims", 1)), graph.Constant(Smallest)]);
        long[] shape = [channels, .. Enumerable.Repeat(1L, axes)];
        return (rows / length * (graph.Weight($"{name}.gamma", shape).Reshape([1, channels, .. Enumerable.Repeat(1L, 3)]) * MathF.Sqrt(channels))).As(x.Type);
    }

    /// <summary>Residual, attention of the places of each frame, residual.</summary>
    public Value Middle(Value x, string name, Picture size, int channels)
    {
        x = Residual(x, $"{name}.resnets.0", size, channels, channels);
        x += Attend(x, $"{name}.attentions.0", size, channels);
        return Residual(x, $"{name}.resnets.1", size, channels, channels);
    }

    /// <summary>Twice as many frames (but for the first chunk), then twice the height and width.</summary>
    public Value Double(Value x, string name, Picture size, int channels, bool frames)
    {
        if (frames && !first)
        {
            // Two frames come out of one as two halves of its channels.
            x = Remembered(x, $"{name}.time_conv", size, channels).Conv($"{name}.time_conv", channels, 2 * channels, [3, 1, 1], padding: [0, 0, 0])
                .Reshape(1, 2, channels, size.Frames, size.Height, size.Width).Transpose(0, 2, 3, 1, 4, 5)
                .Reshape(1, channels, 2 * size.Frames, size.Height, size.Width);
        }
        else if (frames)
        {
            // The doubling remembers nothing of the first chunk.
            _ = Remember($"{name}.time_conv", size, channels, Reach, memory => memory);
        }

        return Flat(x.UpsampleNearest2d(2, rank: 5), $"{name}.resample.1", channels, channels, stride: 1, padding: [0, 1, 1], after: [0, 1, 1]);
    }

    /// <summary>Half the height and width, then half as many frames (but for the first chunk).</summary>
    public Value Halve(Value x, string name, Picture size, int channels, bool frames)
    {
        x = Flat(x, $"{name}.resample.1", channels, channels, stride: 2, padding: [0, 0, 0], after: [0, 1, 1]);
        if (!frames)
        {
            return x;
        }

        var half = size with { Height = size.Height / 2, Width = size.Width / 2 };
        var all = Remember($"{name}.time_conv", half, channels, 1, memory => Shaping.Concat(2, memory, x).Slice(2, -1, long.MaxValue), memory => Shaping.Concat(2, memory, x));
        return first ? x : all.Conv($"{name}.time_conv", channels, channels, [3, 1, 1], stride: [2, 1, 1], padding: [0, 0, 0]);
    }

    /// <summary>Each channel repeated and its copies laid out as frames and places.</summary>
    public Value Spread(Value x, Picture size, int inputs, int outputs, int frames, int places)
    {
        var repeats = outputs * frames * places * places / inputs;
        x = graph.Apply("Expand", [x.Reshape(inputs, 1, size.Frames, size.Height, size.Width), graph.Integers(inputs, repeats, size.Frames, size.Height, size.Width)])
            .Reshape(outputs, frames, places, places, size.Frames, size.Height, size.Width)
            .Transpose(0, 4, 1, 5, 2, 6, 3)
            .Reshape(1, outputs, size.Frames * frames, size.Height * places, size.Width * places);
        return first && frames > 1 ? x.Slice(2, frames - 1, long.MaxValue) : x;
    }

    /// <summary>Frames and places gathered into channels and averaged in groups; a frame too few has zeros before it.</summary>
    public Value Average(Value x, Picture size, int inputs, int outputs, int frames, int places)
    {
        var missing = (frames - (size.Frames % frames)) % frames;
        if (missing > 0)
        {
            // Not padded: CUDA has no kernel for that in this operator set.
            var zeros = graph.Apply("Expand", [graph.Constant(0f, x.Type), graph.Integers(1, inputs, missing, size.Height, size.Width)]);
            x = Shaping.Concat(2, zeros, x);
        }

        var (t, height, width) = ((size.Frames + missing) / frames, size.Height / places, size.Width / places);
        var gathered = x.Reshape(inputs, t, frames, height, places, width, places).Transpose(0, 2, 4, 6, 1, 3, 5)
            .Reshape(outputs, inputs * frames * places * places / outputs, t, height, width);
        return graph.Apply("ReduceMean", [gathered, graph.Integers(1)], ("keepdims", 0)).Reshape(1, outputs, t, height, width);
    }

    /// <summary>Names what is remembered as outputs, after the graph's own.</summary>
    public void OutputMemories()
    {
        foreach (var (name, value) in _after)
        {
            graph.Output(name, value);
        }
    }

    private Value Attend(Value x, string name, Picture size, int channels)
    {
        long places = size.Height * size.Width;
        var rows = Normalise(x, $"{name}.norm", channels, axes: 2).Reshape(channels, size.Frames, places).Transpose(1, 2, 0).Reshape(-1, channels);
        var parts = graph.Apply(
                "Gemm",
                [rows, x.Weight($"{name}.to_qkv.weight", 3 * channels, channels, 1, 1).Reshape(3 * channels, channels), x.Weight($"{name}.to_qkv.bias", 3 * channels)],
                ("transB", 1))
            .Reshape(size.Frames, places, 3 * channels).Split(2, channels, channels, channels);
        var attended = parts[0].AttendTo(parts[1], parts[2], heads: 1, 1f / MathF.Sqrt(channels)).Reshape(-1, channels);
        return graph.Apply(
                "Gemm",
                [attended, x.Weight($"{name}.proj.weight", channels, channels, 1, 1).Reshape(channels, channels), x.Weight($"{name}.proj.bias", channels)],
                ("transB", 1))
            .Reshape(size.Frames, places, channels).Transpose(2, 0, 1).Reshape(1, channels, size.Frames, size.Height, size.Width);
    }

    // A 3×3 convolution of every frame by itself.
    private Value Flat(Value x, string name, int inputs, int outputs, int stride, long[] padding, long[] after)
    {
        var weight = x.Weight($"{name}.weight", outputs, inputs, 3, 3).Reshape(outputs, inputs, 1, 3, 3);
        return graph.Apply(
            "Conv", [x, weight, x.Weight($"{name}.bias", outputs)], ("kernel_shape", (long[])[1, 3, 3]), ("strides", (long[])[1, stride, stride]),
            ("pads", (long[])[.. padding, .. after]));
    }

    private Value Remembered(Value x, string name, Picture size, int channels) => Remember(
        name, size, channels, Reach, memory => Shaping.Concat(2, memory, x).Slice(2, -Reach, long.MaxValue), memory => Shaping.Concat(2, memory, x));

    private Value Remember(string name, Picture size, int channels, int frames, Func<Value, Value> next, Func<Value, Value>? use = null)
    {
        long[] shape = [1, channels, frames, size.Height, size.Width];
        var memory = graph.Input($"{name}.memory", computing, [.. shape.Select(axis => (Dimension)axis)]);
        _memories.Add((name, shape));
        _after.Add(($"{name}.memory_after", next(memory)));
        return use is null ? memory : use(memory);
    }
}
