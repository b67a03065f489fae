namespace Sora2.LocalServer.Model.Graphs;

/// <summary>A tensor in a graph under construction; arithmetic on it adds nodes, with NumPy's broadcasting.</summary>
/// <param name="Type">Of its elements. Both sides of an operation have the same; <see cref="As"/> changes it.</param>
internal readonly record struct Value(Graph Graph, string Name, ElementType Type)
{
    public static Value operator +(Value left, Value right) => left.Graph.Apply("Add", [left, right]);

    public static Value operator -(Value left, Value right) => left.Graph.Apply("Sub", [left, right]);

    public static Value operator *(Value left, Value right) => left.Graph.Apply("Mul", [left, right]);

    public static Value operator /(Value left, Value right) => left.Graph.Apply("Div", [left, right]);

    public static Value operator +(Value left, float right) => left + left.Graph.Constant(right, left.Type);

    public static Value operator *(Value left, float right) => left * left.Graph.Constant(right, left.Type);

    /// <summary>The same numbers as elements of another type; itself where they are that already.</summary>
    public Value As(ElementType type) => type == Type ? this : Graph.Cast(this, type);

    /// <summary>A weight of the pack in this value's type.</summary>
    /// <inheritdoc cref="Graph.Weight" path="/exception"/>
    public Value Weight(string weightName, params ReadOnlySpan<long> shape) => Graph.Weight(weightName, Type, shape);
}
