namespace Sora2.LocalServer.Model.Graphs;

/// <summary>Gives the numbers of a weight: F32, little-endian, row-major, of the shape that the graph asks for.</summary>
internal delegate ReadOnlySpan<byte> WeightReader(WeightUse use);
