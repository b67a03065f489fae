using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model;
using Xunit;

namespace Sora2.LocalServer.Tests.Model;

public sealed class FrameTrainTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    [Theory]
    [InlineData(-1f, 0)]
    [InlineData(0f, 32768)]
    [InlineData(1f, 65535)]
    [InlineData(1.5f, 65535)] // overshoot clips
    [InlineData(float.NaN, 0)] // a broken sample is black
    public void PackRgb16_MapsModelRangeToFullRange(float sample, ushort expected)
    {
        var rgb = new ushort[3];

        FrameTrain.PackRgb16([sample, sample, sample], rgb);

        Assert.Equal([expected, expected, expected], rgb);
    }

    [Theory]
    [InlineData(25, 25, new double[] { 0, 1, 2, 3, 4 })] // as they come
    [InlineData(25, 50, new double[] { 0, 2, 4, 6, 8 })] // every second one is kept
    [InlineData(50, 25, new[] { 0, 0.5, 1, 1.5, 2 })] // those between are mixed
    [InlineData(25, 24, new[] { 0, 0.96, 1.92, 2.88, 3.84 })] // at any ratio
    [InlineData(16, 24, new[] { 0, 1.5, 3, 4.5, 6 })]
    public void Take_FillsTheReelAtItsOwnRate(int reelRate, int modelRate, double[] expected)
    {
        var (rate, model) = (new FrameRate(reelRate, 1), new FrameRate(modelRate, 1));
        using (var reel = new ReelWriter(_path, new ReelHeader(new VideoShape(5, 2, 2), rate, 24000, [], 1)))
        {
            var train = new FrameTrain(reel, model);
            for (var frame = 0; frame < FrameTrain.FramesToMake(5, model, rate); frame++)
            {
                var planar = new float[12];
                Array.Fill(planar, -1 + (frame * 0.1f));
                train.Take(frame, planar);
            }

            reel.Complete();
        }

        using var made = Reel.Open(_path);
        for (var frame = 0; frame < expected.Length; frame++)
        {
            Assert.InRange(made.Frame(frame)[0], (expected[frame] * 3276.75) - 1, (expected[frame] * 3276.75) + 1);
        }
    }

    [Fact]
    public void Take_HasFramesBetweenDrawnForIt()
    {
        var asked = new List<float>();
        using var reel = new ReelWriter(_path, new ReelHeader(new VideoShape(4, 2, 2), new FrameRate(32, 1), 24000, [], 1));
        var train = new FrameTrain(reel, new FrameRate(24, 1), (_, _, moment, between) =>
        {
            asked.Add(moment);
            between.Fill(1);
        });
        for (var frame = 0; frame < 4; frame++)
        {
            train.Take(frame, new float[12]);
        }

        Assert.Equal([0.75f, 0.5f, 0.25f], asked);
    }

    public void Dispose() => File.Delete(_path);
}
