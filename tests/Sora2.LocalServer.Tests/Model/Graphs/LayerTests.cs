using Sora2.LocalServer.Model.Graphs;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Graphs;

/// <summary>Expected values are worked out by hand or by the formula in the layer's summary.</summary>
public sealed class LayerTests
{
    [Fact]
    public void Linear_MultipliesByTheTransposedWeight()
    {
        var y = GraphRun.Of(
            [1, 2], [1, 2], x => x.Linear("l", 2, 3, bias: true),
            ("l.weight", [1, 0, 0, 1, 1, 1], [3, 2]), ("l.bias", [10, 20, 30], [3]));

        GraphRun.Near([11, 22, 33], y);
    }

    [Fact]
    public void RmsNorm_BringsRowsToSizeOne()
    {
        var y = GraphRun.Of([3, 4], [1, 2], x => x.RmsNorm(x.Graph.Constant([1f, 2f], 2), 0f));

        GraphRun.Near([3 / MathF.Sqrt(12.5f), 8 / MathF.Sqrt(12.5f)], y);
    }

    [Fact]
    public void PixelNorm_BringsThePlacesChannelsToSizeOne()
    {
        // Two channels of two places.
        var y = GraphRun.Of([3, 1, 4, -1], [1, 2, 2, 1], x => x.PixelNorm(0f));

        GraphRun.Near([3 / MathF.Sqrt(12.5f), 1, 4 / MathF.Sqrt(12.5f), -1], y);
    }

    [Fact]
    public void Silu_IsXTimesSigmoid()
    {
        var y = GraphRun.Of([-1, 0, 2], [3], x => x.Silu());

        GraphRun.Near([-1 / (1 + MathF.Exp(1)), 0, 2 / (1 + MathF.Exp(-2))], y);
    }

    [Fact]
    public void PixelShuffle_FollowsPyTorchsChannelOrder()
    {
        // 8 channels of one pixel: channel c * 4 + dy * 2 + dx.
        var y = GraphRun.Of([0, 1, 2, 3, 4, 5, 6, 7], [1, 8, 1, 1], x => x.PixelShuffle(2));

        GraphRun.Near([0, 1, 2, 3, 4, 5, 6, 7], y);
    }

    [Fact]
    public void PixelUnshuffle_FollowsPyTorchsChannelOrder()
    {
        // Two channels of 2x4 pixels, numbered row by row: channel c * 4 + dy * 2 + dx, each of 1x2 places.
        var y = GraphRun.Of([.. Enumerable.Range(0, 16).Select(i => (float)i)], [1, 2, 2, 4], x => x.PixelUnshuffle(2, 2));

        GraphRun.Near([0, 2, 1, 3, 4, 6, 5, 7, 8, 10, 9, 11, 12, 14, 13, 15], y);
    }

    [Fact]
    public void Conv1d_PadsWithZerosToKeepTheLength()
    {
        var y = GraphRun.Of(
            [1, 2, 3], [1, 1, 3], x => x.Conv1d("c", 1, 1, 3), ("c.weight", [1, 10, 100], [1, 1, 3]), ("c.bias", [0.5f], [1]));

        GraphRun.Near([210.5f, 321.5f, 32.5f], y);
    }

    [Fact]
    public void Rotary_TurnsPairsByTheirAngle()
    {
        // One head of width 4: pairs (0, 2) and (1, 3), turned by 90 and 180 degrees.
        var y = GraphRun.Of(
            [1, 2, 3, 4], [1, 1, 4],
            x => x.Rotary(x.Graph.Constant([0f, -1f], 1, 2), x.Graph.Constant([1f, 0f], 1, 2), 1));

        GraphRun.Near([-3, -2, 1, -4], y);
    }

    [Fact]
    public void Attention_AveragesValuesByLikeness()
    {
        // Two rows, one head of width 1. Row 0 scores (0, 0): the mean. Row 1 scores (0, ln 3): weights 1/4 and 3/4.
        var x = GraphRun.Of(
            [0, 1], [1, 2, 1],
            query => query.AttendTo(
                query.Graph.Constant([0f, MathF.Log(3)], 1, 2, 1), query.Graph.Constant([8f, 16f], 1, 2, 1), 1, 1f));

        GraphRun.Near([12, 14], x);
    }

    [Fact]
    public void Operators_Broadcast() =>
        GraphRun.Near([3, 5], GraphRun.Of([1, 2], [2], x => (x * 2f) + 1f));

    [Fact]
    public void Weight_RefusesTwoShapesOfOneName()
    {
        var graph = new Graph("test");
        graph.Weight("w", 2, 3);

        Assert.Throws<ArgumentException>(() => graph.Weight("w", 3, 2));
    }
}
