using Sora2.LocalServer.Model.Graphs;
using Sora2.LocalServer.Model.Runtime;

namespace Sora2.LocalServer.Tests.Model.Graphs;

/// <summary>Runs a graph of a few nodes on the real runtime.</summary>
internal static class GraphRun
{
    public static ModelRuntime Runtime { get; } = new(new RuntimeOptions { Threads = 1 });

    /// <summary>Builds a graph over one input "x", runs it, gives the single result.</summary>
    public static float[] Of(
        float[] x, Dimension[] shape, Func<Value, Value> build, params (string Name, float[] Values, long[] Shape)[] weights)
    {
        var graph = new Graph("test");
        graph.Output("y", build(graph.Input("x", ElementType.Float32, shape)));
        var tensors = weights.ToDictionary(weight => weight.Name, weight => Tensor.Of(weight.Values, weight.Shape));
        using var session = Runtime.Open(graph, use => tensors[use.Name], CancellationToken.None);
        using var input = Tensor.Of(x, [.. shape.Select(dimension => dimension.Size)]);
        using var output = session.RunOne([input], CancellationToken.None);
        var result = output.Floats.ToArray();
        foreach (var tensor in tensors.Values)
        {
            tensor.Dispose();
        }

        return result;
    }

    public static void Near(float[] expected, float[] actual, float tolerance = 1e-5f)
    {
        Xunit.Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Xunit.Assert.True(
                Math.Abs(expected[i] - actual[i]) <= tolerance, $"element {i}: expected {expected[i]}, got {actual[i]}");
        }
    }
}
