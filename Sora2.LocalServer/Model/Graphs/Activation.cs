namespace Sora2.LocalServer.Model.Graphs;

/// <summary>Functions of single elements.</summary>
internal static class Activation
{
    public static Value Sigmoid(this Value x) => x.Graph.Apply("Sigmoid", [x]);

    /// <summary>x · sigmoid(x). ONNX Runtime's QuickGelu with alpha 1 is the same in one pass.</summary>
    public static Value Silu(this Value x) => x.Graph.ApplyContributed("QuickGelu", [x], ("alpha", 1f));

    /// <param name="tanh">The tanh approximation instead of the error function.</param>
    public static Value Gelu(this Value x, bool tanh) => x.Graph.Apply("Gelu", [x], ("approximate", tanh ? "tanh" : "none"));

    public static Value Relu(this Value x) => x.Graph.Apply("Relu", [x]);

    public static Value Tanh(this Value x) => x.Graph.Apply("Tanh", [x]);

    public static Value Exp(this Value x) => x.Graph.Apply("Exp", [x]);

    public static Value Log(this Value x) => x.Graph.Apply("Log", [x]);

    public static Value Sqrt(this Value x) => x.Graph.Apply("Sqrt", [x]);

    public static Value Sin(this Value x) => x.Graph.Apply("Sin", [x]);

    public static Value Cos(this Value x) => x.Graph.Apply("Cos", [x]);

    public static Value Softmax(this Value x) => x.Graph.Apply("Softmax", [x], ("axis", -1));

    /// <summary>Values beyond the limits become the limits.</summary>
    public static Value Clamp(this Value x, float minimum, float maximum) =>
        x.Graph.Apply("Clip", [x, x.Graph.Constant(minimum, x.Type), x.Graph.Constant(maximum, x.Type)]);

    public static Value MatMul(this Value left, Value right) => left.Graph.Apply("MatMul", [left, right]);
}
