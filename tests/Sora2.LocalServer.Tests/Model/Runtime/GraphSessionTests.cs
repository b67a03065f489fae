using Sora2.LocalServer.Model.Graphs;
using Sora2.LocalServer.Model.Runtime;
using Sora2.LocalServer.Tests.Model.Graphs;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Runtime;

public sealed class GraphSessionTests
{
    [Fact]
    public void Run_TakesAxesThatDifferFromCallToCall()
    {
        using var session = GraphRun.Runtime.Open(Doubling(), _ => throw new InvalidOperationException(), CancellationToken.None);

        foreach (var rows in (int[])[1, 5])
        {
            using var x = Tensor.Zeros(ElementType.Float32, rows, 2);
            using var y = session.RunOne([x], CancellationToken.None);
            Assert.Equal([rows, 2], y.Shape);
        }
    }

    [Fact]
    public void Run_TranslatesAFaultAndNamesTheGraph()
    {
        using var session = GraphRun.Runtime.Open(Doubling(), _ => throw new InvalidOperationException(), CancellationToken.None);
        using var wrong = Tensor.Zeros(ElementType.Float32, 1, 3);

        var error = Assert.Throws<ModelFaultException>(() => session.Run([wrong], CancellationToken.None));

        Assert.Equal("doubling", error.Graph);
    }

    [Fact]
    public void Run_StopsWhenCancelled()
    {
        var graph = new Graph("long");
        var x = graph.Input("x", ElementType.Float32, 1024, 1024);
        for (var i = 0; i < 300; i++)
        {
            x = x.MatMul(x);
        }

        graph.Output("y", x);
        using var session = GraphRun.Runtime.Open(graph, _ => throw new InvalidOperationException(), CancellationToken.None);
        using var input = Tensor.Zeros(ElementType.Float32, 1024, 1024);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        Assert.Throws<OperationCanceledException>(() => session.Run([input], stop.Token));
    }

    [Fact]
    public void Open_RefusesAGraphThatIsNotValid()
    {
        var graph = new Graph("broken");
        graph.Output("y", graph.Apply("NoSuchOperator", [graph.Input("x", ElementType.Float32, 1)]));

        Assert.Throws<ModelFaultException>(
            () => GraphRun.Runtime.Open(graph, _ => throw new InvalidOperationException(), CancellationToken.None));
    }

    [Fact]
    public void TimeInModel_GrowsWithEveryRun()
    {
        var runtime = new ModelRuntime(new RuntimeOptions { Threads = 1 });
        using var session = runtime.Open(Doubling(), _ => throw new InvalidOperationException(), CancellationToken.None);
        using var x = Tensor.Zeros(ElementType.Float32, 64, 2);

        session.RunOne([x], CancellationToken.None).Dispose();

        Assert.True(runtime.TimeInModel > TimeSpan.Zero);
    }

    private static Graph Doubling()
    {
        var graph = new Graph("doubling");
        var x = graph.Input("x", ElementType.Float32, "rows", 2);
        graph.Output("y", x + x);
        return graph;
    }
}
