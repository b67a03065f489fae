using Sora2.LocalServer.Clips;
using Xunit;

namespace Sora2.LocalServer.Tests.Clips;

public sealed class ResamplerTests
{
    // 100 Hz is in the clear at every rate; 9 kHz lies just under the flat band's edge at 24 kHz.
    [Theory]
    [InlineData(24000, 48000, 100)]
    [InlineData(24000, 48000, 9000)]
    [InlineData(16000, 24000, 100)]
    [InlineData(44100, 48000, 9000)]
    [InlineData(48000, 24000, 9000)]
    [InlineData(24000, 24000, 100)]
    public void Convert_KeepsAToneInPlaceAndLevel(int source, int target, int frequency)
    {
        var input = Tone(source, frequency, source);
        var output = new float[target];

        new Resampler(source, target).Convert(input, output);

        // The ends ring against the silence outside; the middle must agree sample by sample, so there is no delay at all.
        var expected = Tone(target, frequency, target);
        var worst = Enumerable.Range(target / 4, target / 2).Max(i => Math.Abs(expected[i] - output[i]));
        Assert.InRange(worst, 0, 2e-5);
    }

    [Fact]
    public void Convert_KeepsImagesBelowMinus95Decibels()
    {
        var input = Tone(24000, 9000, 24000);
        var output = new float[48000];

        new Resampler(24000, 48000).Convert(input, output);

        Assert.InRange(Amplitude(output, 48000, 15000), 0, 1.8e-5);
    }

    [Fact]
    public void Convert_PassesAnImpulseAtItsOwnTime()
    {
        var input = new float[400];
        input[200] = 1;
        var output = new float[800];

        new Resampler(24000, 48000).Convert(input, output);

        Assert.Equal(400, Array.IndexOf(output, output.Max()));
        Assert.Equal(output[399], output[401], 1e-6f);
        Assert.Equal(output[350], output[450], 1e-6f);
    }

    [Fact]
    public void Convert_FillsAnyLengthWithSilencePastTheEnd()
    {
        var output = new float[5000];
        Array.Fill(output, 7f);

        new Resampler(24000, 48000).Convert([1f], output);

        Assert.Equal(0f, output[^1]);
        Assert.All(output, sample => Assert.InRange(sample, -1.1f, 1.1f));
    }

    [Fact]
    public void Convert_TakesNothing()
    {
        var output = new float[3];

        new Resampler(16000, 48000).Convert([], output);

        Assert.Equal([0f, 0f, 0f], output);
    }

    private static float[] Tone(int rate, double frequency, int count) =>
        [.. Enumerable.Range(0, count).Select(i => (float)Math.Sin((2 * Math.PI * frequency * i / rate) + 0.3))];

    // Windowed correlation over the middle half.
    private static double Amplitude(float[] samples, int rate, double frequency)
    {
        double real = 0, imaginary = 0, weight = 0;
        var (from, count) = (samples.Length / 4, samples.Length / 2);
        for (var i = 0; i < count; i++)
        {
            var window = 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / count));
            var phase = 2 * Math.PI * frequency * (from + i) / rate;
            real += window * samples[from + i] * Math.Cos(phase);
            imaginary += window * samples[from + i] * Math.Sin(phase);
            weight += window;
        }

        return 2 * Math.Sqrt((real * real) + (imaginary * imaginary)) / weight;
    }
}
