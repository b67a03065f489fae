namespace Sora2.LocalServer.Model.Graphs;

/// <summary>A tensor in a graph under construction; arithmetic on it adds nodes, with NumPy's broadcasting.</summary>
internal readonly record struct Value(Graph Graph, string Name)
{
    public static Value operator +(Value left, Value right) => left.Graph.Apply("Add", [left, right]);

    public static Value operator -(Value left, Value right) => left.Graph.Apply("Sub", [left, right]);

    public static Value operator *(Value left, Value right) => left.Graph.Apply("Mul", [left, right]);

    public static Value operator /(Value left, Value right) => left.Graph.Apply("Div", [left, right]);

    public static Value operator +(Value left, float right) => left + left.Graph.Constant(right);

    public static Value operator *(Value left, float right) => left * left.Graph.Constant(right);
}
