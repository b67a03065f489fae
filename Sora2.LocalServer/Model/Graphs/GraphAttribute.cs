using Google.Protobuf;
using Sora2.LocalServer.Model.Graphs.Onnx;
using static Sora2.LocalServer.Model.Graphs.Onnx.AttributeProto.Types;

namespace Sora2.LocalServer.Model.Graphs;

/// <summary>A named setting of a node, written as a pair: <c>("axis", -1)</c>.</summary>
internal readonly struct GraphAttribute
{
    private GraphAttribute(AttributeProto message) => Message = message;

    public AttributeProto Message { get; }

    public static implicit operator GraphAttribute((string Name, int Value) pair) =>
        new(new AttributeProto { Name = pair.Name, I = pair.Value, Type = AttributeType.Int });

    public static implicit operator GraphAttribute((string Name, float Value) pair) =>
        new(new AttributeProto { Name = pair.Name, F = pair.Value, Type = AttributeType.Float });

    public static implicit operator GraphAttribute((string Name, string Value) pair) =>
        new(new AttributeProto { Name = pair.Name, S = ByteString.CopyFromUtf8(pair.Value), Type = AttributeType.String });

    public static implicit operator GraphAttribute((string Name, long[] Value) pair)
    {
        var message = new AttributeProto { Name = pair.Name, Type = AttributeType.Ints };
        message.Ints.AddRange(pair.Value);
        return new GraphAttribute(message);
    }
}
