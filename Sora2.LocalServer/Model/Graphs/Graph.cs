using System.Buffers.Binary;
using System.Globalization;
using Google.Protobuf;
using Sora2.LocalServer.Model.Graphs.Onnx;

namespace Sora2.LocalServer.Model.Graphs;

/// <summary>
/// An ONNX graph under construction. Weights are only named here; their numbers are asked for when a session is opened.
/// </summary>
/// <param name="name">For messages and profiles.</param>
internal sealed class Graph(string name)
{
    /// <summary>Standard operators as of ONNX 1.20; ONNX Runtime 1.31 has CPU kernels for all that are used here.</summary>
    public const int OperatorSet = 24;

    private const int IrVersion = 11;

    private readonly GraphProto _graph = new() { Name = name };
    private readonly Dictionary<string, WeightUse> _weights = [];
    private readonly Dictionary<string, Value> _constants = [];
    private readonly List<string> _inputs = [];
    private readonly List<string> _outputs = [];
    private bool _usesContributed;

    public string Name { get; } = name;

    /// <summary>Weights in the order of their first use.</summary>
    public IReadOnlyCollection<WeightUse> Weights => _weights.Values;

    public IReadOnlyList<string> Inputs => _inputs;

    public IReadOnlyList<string> Outputs => _outputs;

    /// <summary>A tensor that every call gives.</summary>
    public Value Input(string inputName, ElementType type, params ReadOnlySpan<Dimension> shape)
    {
        _graph.Input.Add(Describe(inputName, type, shape));
        _inputs.Add(inputName);
        return new Value(this, inputName);
    }

    /// <summary>A weight of the pack, F32; asking twice gives the same value.</summary>
    /// <exception cref="ArgumentException">Asked before with another shape.</exception>
    public Value Weight(string weightName, params ReadOnlySpan<long> shape)
    {
        if (_weights.TryGetValue(weightName, out var known))
        {
            return known.Shape.SequenceEqual(shape.ToArray())
                ? new Value(this, weightName)
                : throw new ArgumentException($"{Name} uses {weightName} with two shapes.", nameof(shape));
        }

        _weights.Add(weightName, new WeightUse(weightName, shape.ToArray()));
        return new Value(this, weightName);
    }

    /// <summary>A single number of rank 0.</summary>
    public Value Constant(float value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        return Constant(ElementType.Float32, [], bytes);
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

    /// <summary>Names a value as a result of the whole graph, F32.</summary>
    public void Output(string outputName, Value value)
    {
        var node = new NodeProto { OpType = "Identity", Name = outputName };
        node.Input.Add(value.Name);
        node.Output.Add(outputName);
        _graph.Node.Add(node);
        _graph.Output.Add(new ValueInfoProto
        {
            Name = outputName,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)ElementType.Float32 } },
        });
        _outputs.Add(outputName);
    }

    /// <summary>The model in ONNX's own format, weights included.</summary>
    /// <param name="weights">Null makes the weights inputs, after the others and in the order of <see cref="Weights"/>: every run brings them.</param>
    public byte[] ToBytes(WeightReader? weights)
    {
        var graph = _graph.Clone();
        foreach (var use in _weights.Values)
        {
            if (weights is null)
            {
                graph.Input.Add(Describe(use.Name, ElementType.Float32, [.. use.Shape.Select(size => (Dimension)size)]));
                continue;
            }

            var tensor = new TensorProto
            {
                Name = use.Name,
                DataType = (int)ElementType.Float32,
                RawData = ByteString.CopyFrom(weights(use)),
            };
            tensor.Dims.AddRange(use.Shape);
            graph.Initializer.Add(tensor);
        }

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

        var values = new Value[results];
        for (var i = 0; i < results; i++)
        {
            values[i] = new Value(this, $"{operation}_{number}_{i.ToString(CultureInfo.InvariantCulture)}");
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
        return _constants[key] = new Value(this, constantName);
    }
}
