using Sora2.LocalServer.Model.Families.MiniAv.Denoising;
using Sora2.LocalServer.Planning;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Families.MiniAv.Denoising;

public sealed class FlowSolverTests
{
    [Fact]
    public void Step_WithTheTrueVelocityEndsAtTheData()
    {
        float[] data = [1, -2];
        float[] x = [0.5f, 3];
        float[] velocity = [x[0] - data[0], x[1] - data[1]];
        var solver = new FlowSolver(x.Length);

        solver.Step(x, velocity, 1f, 0.25f);
        solver.Step(x, velocity, 0.25f, 0f);

        Assert.Equal(data, x);
    }

    /// <summary>dx/dσ = x from σ = 1 to 0 ends at x(1)/e. Steps halved: Euler's error would halve, this one's falls to a quarter.</summary>
    [Theory]
    [InlineData(1.0)]
    [InlineData(2.0)]
    public void Step_IsOfTheSecondOrder(double shift)
    {
        var errors = new[] { 16, 32 }.Select(steps => Math.Abs(End(SigmaSchedule.Of(steps, shift)) - Math.Exp(-1))).ToArray();

        Assert.InRange(errors[0] / errors[1], 3.3, 4.7);
    }

    private static double End(IReadOnlyList<float> sigmas)
    {
        float[] x = [1];
        var solver = new FlowSolver(1);
        for (var i = 0; i + 1 < sigmas.Count; i++)
        {
            solver.Step(x, [x[0]], sigmas[i], sigmas[i + 1]);
        }

        return x[0];
    }
}
