using Sora2.LocalServer.Model.Graphs;
using Sora2.LocalServer.Model.Runtime;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Graphs;

public sealed class GraphTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // 1/3 has no end in binary: what comes out says what it went through.
    [Theory]
    [InlineData(false, false, 2.3333333f, 1e-6f)]
    [InlineData(true, false, 2.3330078f, 1.1e-3f)]     // half(1/3) = 0.33325, and at most one rounding more; the processor may leave roundings out
    [InlineData(false, true, 2.3359375f, 1e-6f)]     // bfloat16(1/3) = 0.33398
    public void Weight_IsConvertedToWhatTheGraphComputesIn(bool computesInHalf, bool isStoredInHalf, float expected, float tolerance)
    {
        var (computing, brought) = (computesInHalf ? ElementType.Float16 : ElementType.Float32, isStoredInHalf ? ElementType.BFloat16 : ElementType.Float32);
        var graph = new Graph("conversion", Graph.DeviceOperators);
        var x = graph.Input("x", ElementType.Float32, 1, 4).As(computing);
        graph.Output("y", (x.Linear("layer", 4, 1) + 1f).As(ElementType.Float32));
        using var session = GraphRun.Runtime.OpenWithoutWeights(graph, Cancellation, _ => brought);
        using var input = Tensor.Of([1f, 1f, 1f, 1f], 1, 4);
        using var weight = Third(brought);

        using var y = session.RunOne([input, weight], Cancellation);

        Assert.Equal(expected, y.Floats[0], tolerance);
    }

    [Fact]
    public void Weight_OfTwoTypes_IsRefused()
    {
        var graph = new Graph("two types");
        graph.Weight("w", 2, 2);

        Assert.Throws<ArgumentException>(() => graph.Weight("w", ElementType.Float16, [2, 2]));
    }

    [Fact]
    public void RmsNorm_IsTheSameInBothOperatorSets()
    {
        using var x = Tensor.Of([1f, -2f, 3f, 0.5f], 1, 4);

        Assert.Equal(Normalised(Graph.NewestOperators), Normalised(Graph.DeviceOperators));

        float[] Normalised(int operators)
        {
            var graph = new Graph("norm", operators);
            graph.Output("y", graph.Input("x", ElementType.Float32, 1, 4).RmsNorm(graph.Constant([1f, 2f, 3f, 4f], 4), 1e-6f));
            using var session = GraphRun.Runtime.Open(graph, static _ => throw new InvalidOperationException(), Cancellation);
            using var y = session.RunOne([x], Cancellation);
            return y.Floats.ToArray();
        }
    }

    // Four times a third, as it is stored.
    private static unsafe Tensor Third(ElementType type)
    {
        if (type == ElementType.Float32)
        {
            return Tensor.Of([1f / 3, 1f / 3, 1f / 3, 1f / 3], 1, 4);
        }

        var tensor = Tensor.Zeros(type, 1, 4);
        // BF16 is the upper half of F32, rounded.
        ushort[] halves = [.. Enumerable.Repeat((ushort)((BitConverter.SingleToUInt32Bits(1f / 3) + 0x8000) >> 16), 4)];
        fixed (ushort* source = halves)
        {
            using var over = Tensor.Over((byte*)source, type, 1, 4);
            over.CopyTo(tensor);
        }

        return tensor;
    }
}
