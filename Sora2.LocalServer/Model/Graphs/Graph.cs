using System.Buffers.Binary;
using System.Globalization;
using Google.Protobuf;
using Sora2.LocalServer.Model.Graphs.Onnx;

namespace Sora2.LocalServer.Model.Graphs;

/// <summary>
/// An ONNX graph under construction. Weights are only named here; their numbers are asked for when a session is opened.
/// </summary>
/// <param name="name">For messages and profiles.</param>
/// <param name="operatorSet">Version of ONNX's standard operators.</param>
internal sealed class Graph(string name, int operatorSet = Graph.NewestOperators)
{
    /// <summary>As of ONNX 1.20; ONNX Runtime 1.31 has CPU kernels for all that are used here.</summary>
    public const int NewestOperators = 24;

    /// <summary>
    /// As of ONNX 1.15, for graphs that run on a GPU: a kernel serves the versions that it was registered for, and the CUDA provider of ONNX
    /// Runtime 1.29 has none for Cast, Transpose, Reshape and Identity of set 24. They would run on the processor, with all that they move.
    /// </summary>
    public const int DeviceOperators = 20;

    private const int IrVersion = 11;

    private readonly GraphProto _graph = new() { Name = name };
    private readonly Dictionary<string, (WeightUse Use, ElementType Type)> _weights = [];
    private readonly Dictionary<string, Value> _constants = [];
    private readonly List<string> _inputs = [];
    private readonly List<string> _outputs = [];
    private bool _usesContributed;

    public string Name { get; } = name;

    public int OperatorSet { get; } = operatorSet;

    /// <summary>Weights in the order of their first use.</summary>
    public IReadOnlyCollection<WeightUse> Weights => [.. _weights.Values.Select(static weight => weight.Use)];

    public IReadOnlyList<string> Inputs => _inputs;

    public IReadOnlyList<string> Outputs => _outputs;

    /// <summary>A tensor that every call gives.</summary>
    public Value Input(string inputName, ElementType type, params ReadOnlySpan<Dimension> shape)
    {
        _graph.Input.Add(Describe(inputName, type, shape));
        _inputs.Add(inputName);
        return new Value(this, inputName, type);
    }

    /// <summary>A weight of the pack, F32; asking twice gives the same value.</summary>
    /// <exception cref="ArgumentException">Asked before with another shape or type.</exception>
    public Value Weight(string weightName, params ReadOnlySpan<long> shape) => Weight(weightName, ElementType.Float32, shape);

    /// <summary>A weight of the pack as the graph computes with it; asking twice gives the same value.</summary>
    /// <exception cref="ArgumentException">Asked before with another shape or type.</exception>
    public Value Weight(string weightName, ElementType type, ReadOnlySpan<long> shape)
    {
        if (_weights.TryGetValue(weightName, out var known))
        {
            return known.Type == type && known.Use.Shape.SequenceEqual(shape.ToArray())
                ? new Value(this, weightName, type)
                : throw new ArgumentException($"{Name} uses {weightName} with two shapes or types.", nameof(shape));
        }

        _weights.Add(weightName, (new WeightUse(weightName, shape.ToArray()), type));
        return new Value(this, weightName, type);
    }

    /// <summary>A single number of rank 0.</summary>
    /// <param name="type">F32 or F16.</param>
    public Value Constant(float value, ElementType type = ElementType.Float32)
    {
        var bytes = new byte[type == ElementType.Float16 ? 2 : 4];
        if (type == ElementType.Float16)
        {
            BinaryPrimitives.WriteHalfLittleEndian(bytes, (Half)value);
        }
        else
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        }

        return Constant(type, [], bytes);
    }

    /// <summary>A small table of numbers; big ones belong into the pack.</summary>
    public Value Constant(ReadOnlySpan<float> values, params ReadOnlySpan<long> shape)
    {
        var bytes = new byte[checked(values.Length * 4)];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), values[i]);
        }

        return Constant(ElementType.Float32, shape, bytes);
    }

    /// <summary>Whole numbers of rank 1: axes, sizes, starts.</summary>
    public Value Integers(params ReadOnlySpan<long> values)
    {
        var bytes = new byte[checked(values.Length * 8)];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8 * i), values[i]);
        }

        return Constant(ElementType.Int64, [values.Length], bytes);
    }

    /// <summary>A single whole number of rank 0: an index that takes its axis away.</summary>
    public Value Integer(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return Constant(ElementType.Int64, [], bytes);
    }

    /// <summary>Adds a standard operator with one result.</summary>
    public Value Apply(string operation, ReadOnlySpan<Value> inputs, params ReadOnlySpan<GraphAttribute> attributes) =>
        Add("", operation, inputs, 1, attributes)[0];

    /// <summary>Adds a standard operator with several results.</summary>
    public Value[] ApplyMany(
        string operation, ReadOnlySpan<Value> inputs, int results, params ReadOnlySpan<GraphAttribute> attributes) =>
        Add("", operation, inputs, results, attributes);

    /// <summary>Adds one of ONNX Runtime's own operators (domain com.microsoft).</summary>
    public Value ApplyContributed(
        string operation, ReadOnlySpan<Value> inputs, params ReadOnlySpan<GraphAttribute> attributes) =>
        Add("com.microsoft", operation, inputs, 1, attributes)[0];

    /// <summary>The same numbers as elements of another type.</summary>
    public Value Cast(Value value, ElementType type) => Add("", "Cast", [value], 1, [("to", (int)type)])[0] with { Type = type };

    /// <summary>Names a value as a result of the whole graph.</summary>
    public void Output(string outputName, Value value)
    {
        var node = new NodeProto { OpType = "Identity", Name = outputName };
        node.Input.Add(value.Name);
        node.Output.Add(outputName);
        _graph.Node.Add(node);
        _graph.Output.Add(new ValueInfoProto
        {
            Name = outputName,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)value.Type } },
        });
        _outputs.Add(outputName);
    }

    /// <summary>The model in ONNX's own format, weights included.</summary>
    public byte[] ToBytes(WeightReader weights)
    {
        var graph = _graph.Clone();
        foreach (var (use, type) in _weights.Values)
        {
            var tensor = new TensorProto { Name = use.Name, DataType = (int)ElementType.Float32, RawData = ByteString.CopyFrom(weights(use)) };
            tensor.Dims.AddRange(use.Shape);
            graph.Initializer.Add(tensor);
            ConvertWeight(graph, use.Name, ElementType.Float32, type);
        }

        return Model(graph);
    }

    /// <summary>The model with its weights as inputs, after the others and in the order of <see cref="Weights"/>: every run brings them.</summary>
    /// <param name="typeOf">Of what a run brings; where the graph computes with another type, it begins with a conversion.</param>
    public byte[] ToBytes(Func<WeightUse, ElementType> typeOf)
    {
        var graph = _graph.Clone();
        foreach (var (use, type) in _weights.Values)
        {
            var brought = typeOf(use);
            graph.Input.Add(Describe(use.Name, brought, [.. use.Shape.Select(size => (Dimension)size)]));
            ConvertWeight(graph, use.Name, brought, type);
        }

        return Model(graph);
    }

    // Whoever reads the weight reads what the conversion gives.
    private static void ConvertWeight(GraphProto graph, string weight, ElementType from, ElementType to)
    {
        if (from == to)
        {
            return;
        }

        var converted = $"{weight} converted";
        foreach (var node in graph.Node)
        {
            for (var input = 0; input < node.Input.Count; input++)
            {
                node.Input[input] = node.Input[input] == weight ? converted : node.Input[input];
            }
        }

        var cast = new NodeProto { OpType = "Cast", Name = converted };
        cast.Input.Add(weight);
        cast.Output.Add(converted);
        cast.Attribute.Add(((GraphAttribute)("to", (int)to)).Message);
        graph.Node.Insert(0, cast);
    }

    private byte[] Model(GraphProto graph)
    {
        var model = new ModelProto { IrVersion = IrVersion, ProducerName = "Sora2Plugin", Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = OperatorSet });
        if (_usesContributed)
        {
            model.OpsetImport.Add(new OperatorSetIdProto { Domain = "com.microsoft", Version = 1 });
        }

        return model.ToByteArray();
    }

    private static ValueInfoProto Describe(string inputName, ElementType type, ReadOnlySpan<Dimension> shape)
    {
        var dimensions = new TensorShapeProto();
        foreach (var dimension in shape)
        {
            dimensions.Dim.Add(dimension.Name is null
                ? new TensorShapeProto.Types.Dimension { DimValue = dimension.Size }
                : new TensorShapeProto.Types.Dimension { DimParam = dimension.Name });
        }

        return new ValueInfoProto
        {
            Name = inputName,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = dimensions } },
        };
    }

    private Value[] Add(
        string domain, string operation, ReadOnlySpan<Value> inputs, int results, ReadOnlySpan<GraphAttribute> attributes)
    {
        _usesContributed |= domain.Length > 0;
        var number = _graph.Node.Count.ToString(CultureInfo.InvariantCulture);
        var node = new NodeProto { OpType = operation, Domain = domain, Name = $"{operation}_{number}" };
        foreach (var input in inputs)
        {
            node.Input.Add(input.Name ?? "");
        }

        foreach (var attribute in attributes)
        {
            node.Attribute.Add(attribute.Message);
        }

        // Results have the type of what goes in; a shape is whole numbers.
        var type = operation == "Shape" ? ElementType.Int64 : inputs[0].Type;
        var values = new Value[results];
        for (var i = 0; i < results; i++)
        {
            values[i] = new Value(this, $"{operation}_{number}_{i.ToString(CultureInfo.InvariantCulture)}", type);
            node.Output.Add(values[i].Name);
        }

        _graph.Node.Add(node);
        return values;
    }

    private Value Constant(ElementType type, ReadOnlySpan<long> shape, byte[] bytes)
    {
        var key = $"{type}[{string.Join(',', shape.ToArray())}]{Convert.ToHexString(bytes)}";
        if (_constants.TryGetValue(key, out var known))
        {
            return known;
        }

        var constantName = $"constant_{_constants.Count.ToString(CultureInfo.InvariantCulture)}";
        var tensor = new TensorProto { Name = constantName, DataType = (int)type, RawData = ByteString.CopyFrom(bytes) };
        tensor.Dims.AddRange(shape.ToArray());
        _graph.Initializer.Add(tensor);
        return _constants[key] = new Value(this, constantName, type);
    }
}
