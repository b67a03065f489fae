using Sora2.LocalServer.Model.Families.MiniAv.Denoising;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Families.MiniAv.Denoising;

public sealed class FlowStepsTests
{
    [Fact]
    public void Guide_MovesAwayFromTheUnconditional()
    {
        float[] with = [2];

        FlowSteps.Guide(with, [1], 3);

        Assert.Equal([4f], with);
    }

    [Fact]
    public void Foresee_GivesTheDataOfTheVelocity()
    {
        var data = new float[1];

        FlowSteps.Foresee([0.75f], [-0.5f], 0.5f, data);

        Assert.Equal([1f], data);
    }
}
