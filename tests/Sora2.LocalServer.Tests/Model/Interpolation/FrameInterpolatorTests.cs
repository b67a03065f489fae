using Sora2.LocalServer.Model.Interpolation;
using Sora2.LocalServer.Tests.Model.Families.Wan;
using Sora2.LocalServer.Tests.Model.Graphs;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Interpolation;

/// <summary>RIFE v4.6 on pictures whose frame between is known. Its weights are fetched by installers/interpolation/fetch.</summary>
public sealed class FrameInterpolatorTests : IDisposable
{
    private const int Height = 90;          // no multiple of 32
    private const int Width = 150;
    private const int Border = 16;          // where pixels come in from outside

    private readonly string _folder = Directory.CreateTempSubdirectory("rife").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0.5f, 4, 0)]
    [InlineData(0.25f, 8, 4)]
    [InlineData(0.75f, -6, 3)]
    public void Draw_FindsWhereThingsAreAtTheMoment(float moment, int across, int down)
    {
        using var interpolator = new FrameInterpolator(Weights(), Height, Width, GraphRun.Runtime, Cancellation);
        var (before, after, expected) = (Moved(0, 0), Moved(across, down), Moved(across * moment, down * moment));
        var drawn = new float[before.Length];

        interpolator.Draw(before, after, moment, drawn, Cancellation);

        // 42.5 to 53.7 dB were seen; mixes of both frames have 28.0 to 40.4.
        var mixed = before.Zip(after, (a, b) => a + ((b - a) * moment)).ToArray();
        Assert.True(Decibels(expected, drawn) > 40, $"{Decibels(expected, drawn):F1} dB");
        Assert.True(Decibels(expected, drawn) > Decibels(expected, mixed) + 8, $"{Decibels(expected, drawn):F1} dB, mixed {Decibels(expected, mixed):F1} dB");
    }

    [Theory]
    [InlineData("Swish")]
    [InlineData("Convolution")]
    public void New_RefusesANetworkThatItDoesNotKnow(string layer)
    {
        var from = Weights();
        File.Copy(Path.Combine(from, FrameInterpolator.WeightFile), Path.Combine(_folder, FrameInterpolator.WeightFile));
        var lines = File.ReadAllLines(Path.Combine(from, FrameInterpolator.NetworkFile)).ToList();
        var at = lines.FindIndex(static line => line.StartsWith("Sigmoid", StringComparison.Ordinal));
        lines[at] = lines[at].Replace("Sigmoid", layer, StringComparison.Ordinal);
        File.WriteAllLines(Path.Combine(_folder, FrameInterpolator.NetworkFile), lines);

        Assert.Throws<InvalidDataException>(() => new FrameInterpolator(_folder, Height, Width, GraphRun.Runtime, Cancellation));
    }

    [Fact]
    public void New_RefusesWeightsThatAreCutOff()
    {
        var from = Weights();
        File.Copy(Path.Combine(from, FrameInterpolator.NetworkFile), Path.Combine(_folder, FrameInterpolator.NetworkFile));
        File.WriteAllBytes(Path.Combine(_folder, FrameInterpolator.WeightFile), File.ReadAllBytes(Path.Combine(from, FrameInterpolator.WeightFile))[..^1000]);

        Assert.Contains("cut off", Assert.Throws<InvalidDataException>(() => new FrameInterpolator(_folder, Height, Width, GraphRun.Runtime, Cancellation)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Weights()
    {
        var folder = Path.Combine(TinyPack.Repository(), "models", "interpolation");
        Assert.SkipUnless(File.Exists(Path.Combine(folder, FrameInterpolator.WeightFile)), "RIFE's weights are not there; installers/interpolation/fetch gets them.");
        return folder;
    }

    // A soft pattern without a direction of its own.
    private static float[] Moved(float across, float down)
    {
        var planar = new float[3 * Height * Width];
        for (var i = 0; i < planar.Length; i++)
        {
            var (x, y, colour) = ((i % Width) - across, (i / Width % Height) - down, i / (Height * Width));
            planar[i] = 0.3f * (MathF.Sin((x * 0.21f) + colour) + MathF.Sin((y * 0.17f) - (x * 0.06f)) + MathF.Cos((x * 0.11f) + (y * 0.23f) + (2 * colour)));
        }

        return planar;
    }

    private static double Decibels(float[] expected, float[] actual)
    {
        var (sum, count) = (0.0, 0);
        for (var i = 0; i < expected.Length; i++)
        {
            if (i % Width is >= Border and < Width - Border && i / Width % Height is >= Border and < Height - Border)
            {
                sum += (expected[i] - actual[i]) * (expected[i] - actual[i]);
                count++;
            }
        }

        return 10 * Math.Log10(4 / Math.Max(sum / count, 1e-12));
    }
}
