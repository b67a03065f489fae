using Sora2.LocalServer.Model.Graphs;
using Sora2.LocalServer.Model.Runtime;
using Sora2.LocalServer.Tests.Model.Graphs;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Runtime;

public sealed class TensorTests
{
    [Fact]
    public void CopyTo_RefusesAnotherTypeOrShape()
    {
        using var from = Tensor.Of([1f, 2f], 2);
        using var same = Tensor.Zeros(ElementType.Float32, 2);
        using var half = Tensor.Zeros(ElementType.Float16, 2);
        using var longer = Tensor.Zeros(ElementType.Float32, 1, 2);

        from.CopyTo(same);

        Assert.Equal([1f, 2f], same.Floats.ToArray());
        Assert.Throws<ArgumentException>(() => from.CopyTo(half));
        Assert.Throws<ArgumentException>(() => from.CopyTo(longer));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void RequireFinite_NamesTheGraphThatGaveNoNumber(float value)
    {
        using var tensor = Tensor.Of([1f, value, 0f], 3);

        Assert.Equal("denoiser", Assert.Throws<ModelFaultException>(() => tensor.RequireFinite("denoiser")).Graph);
        tensor.Floats[1] = -65504;
        tensor.RequireFinite("denoiser");
    }

    [Fact]
    public void Place_CopiesToADeviceAndLeavesTheTensorWhereThereIsNone()
    {
        var device = new DeviceCatalog(GraphRun.Runtime, "/nonexistent").Choose("cpu");
        var tensor = Tensor.Of([1f, 2f], 2);
        Assert.Same(tensor, GraphRun.Runtime.Place(tensor));

        using var placed = GraphRun.Runtime.On(device, ElementType.Float32).Place(tensor);

        Assert.NotSame(tensor, placed);
        Assert.Equal([1f, 2f], placed.Floats.ToArray());
    }
}
