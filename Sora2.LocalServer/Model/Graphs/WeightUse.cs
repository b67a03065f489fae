namespace Sora2.LocalServer.Model.Graphs;

/// <summary>A weight that a graph reads: its name in the pack and the shape that the configuration implies.</summary>
internal sealed record WeightUse(string Name, IReadOnlyList<long> Shape);
