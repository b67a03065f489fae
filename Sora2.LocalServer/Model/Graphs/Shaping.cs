namespace Sora2.LocalServer.Model.Graphs;

/// <summary>Operators that only move elements.</summary>
internal static class Shaping
{
    /// <param name="shape">0 keeps an axis, -1 takes what is left.</param>
    public static Value Reshape(this Value x, params ReadOnlySpan<long> shape) =>
        x.Graph.Apply("Reshape", [x, x.Graph.Integers(shape)]);

    /// <param name="order">For each axis of the result, the axis of <paramref name="x"/> that it was.</param>
    public static Value Transpose(this Value x, params long[] order) =>
        x.Graph.Apply("Transpose", [x], ("perm", order));

    public static Value[] Split(this Value x, int axis, params ReadOnlySpan<long> sizes) =>
        x.Graph.ApplyMany("Split", [x, x.Graph.Integers(sizes)], sizes.Length, ("axis", axis));

    /// <summary>Elements from <paramref name="start"/> up to, without, <paramref name="end"/> of one axis.</summary>
    public static Value Slice(this Value x, int axis, long start, long end) =>
        x.Graph.Apply("Slice", [x, x.Graph.Integers(start), x.Graph.Integers(end), x.Graph.Integers(axis)]);

    public static Value Concat(int axis, params ReadOnlySpan<Value> parts) =>
        parts[0].Graph.Apply("Concat", parts, ("axis", axis));

    /// <summary>Picks slices of <paramref name="x"/> along an axis.</summary>
    /// <param name="indices">Int64, any shape; it takes the axis's place.</param>
    public static Value Gather(this Value x, Value indices, int axis) =>
        x.Graph.Apply("Gather", [x, indices], ("axis", axis));
}
