namespace Sora2.LocalServer.Model.Graphs;

/// <summary>A weight that a graph reads: its name in the pack and the shape that the configuration implies.</summary>
internal sealed record WeightUse(string Name, IReadOnlyList<long> Shape)
{
    /// <summary>Bytes of it as F32.</summary>
    public long FloatBytes => sizeof(float) * Shape.Aggregate(1L, static (all, size) => all * size);
}
