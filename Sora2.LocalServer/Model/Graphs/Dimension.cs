namespace Sora2.LocalServer.Model.Graphs;

/// <summary>One axis of a graph's input: a size, or a name for a size that differs from call to call.</summary>
internal readonly record struct Dimension(long Size, string? Name)
{
    public static implicit operator Dimension(int size) => new(size, null);

    public static implicit operator Dimension(long size) => new(size, null);

    public static implicit operator Dimension(string name) => new(0, name);
}
