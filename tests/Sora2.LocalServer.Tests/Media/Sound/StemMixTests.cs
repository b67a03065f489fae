using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Media.Sound;
using Xunit;

namespace Sora2.LocalServer.Tests.Media.Sound;

public sealed class StemMixTests
{
    private const int Length = 48_000;

    [Theory]
    [InlineData(0.1f)]
    [InlineData(0.9f)]
    [InlineData(4f)]
    public void Of_MixIsTheSumOfTheStems(float level)
    {
        var mix = StemMix.Of(Stems(level), Length);

        for (var i = 0; i < Length; i++)
        {
            Assert.Equal(mix.Stems.Values.Sum(stem => stem[i]), mix.Mix[i]);
        }
    }

    [Theory]
    [InlineData(0.9f)]
    [InlineData(4f)]
    public void Of_KeepsTheTruePeakAtMinusOneDecibel(float level)
    {
        var mix = StemMix.Of(Stems(level), Length);

        Assert.InRange(TruePeak.Of([.. mix.Mix.Select(sample => (float)sample / StemMix.FullScale)]), StemMix.Ceiling - 0.001, StemMix.Ceiling + 0.0001);
    }

    [Fact]
    public void Of_LeavesQuietSoundAsItIs()
    {
        var mix = StemMix.Of(new Dictionary<StemKind, float[]> { [StemKind.Effects] = [0.5f, -0.25f, 0f] }, 3);

        Assert.Equal(1.0, mix.Gain);
        Assert.Equal([4194304, -2097152, 0], mix.Mix);
    }

    [Fact]
    public void Of_TakesOneGainForAllStems()
    {
        var stems = Stems(4f);

        var mix = StemMix.Of(stems, Length);

        foreach (var (kind, samples) in stems)
        {
            Assert.Equal(samples[1234] * mix.Gain, mix.Stems[kind][1234] / (double)StemMix.FullScale, 1e-6);
        }
    }

    // Two stems that cancel in the mix must not clip on their own.
    [Fact]
    public void Of_KeepsEachStemBelowTheCeilingToo()
    {
        float[] loud = [.. Enumerable.Range(0, Length).Select(i => 3f * MathF.Sin(i * 0.05f))];

        var mix = StemMix.Of(new Dictionary<StemKind, float[]> { [StemKind.Effects] = loud, [StemKind.Music] = [.. loud.Select(sample => -sample)] }, Length);

        Assert.All(mix.Mix, sample => Assert.Equal(0, sample));
        Assert.InRange(mix.Stems[StemKind.Effects].Max(), 1, (int)Math.Ceiling(StemMix.Ceiling * StemMix.FullScale));
    }

    [Fact]
    public void Of_MakesSilenceWithoutStems() => Assert.Equal([0, 0, 0], StemMix.Of(new Dictionary<StemKind, float[]>(), 3).Mix);

    [Theory]
    [InlineData(24000, 1001, 7)]
    [InlineData(30000, 1001, 1)]
    [InlineData(60000, 1001, 11)]
    [InlineData(25, 1, 12)]
    public void Of_IsSampleExactForTheFrames(int numerator, int denominator, int frames)
    {
        using var folder = new TestFolder();
        var rate = new FrameRate(numerator, denominator);
        using var reel = TestReel.Make(folder.Path, rate, frames, stems: [StemKind.Effects]);

        Assert.Equal(rate.SamplesIn(frames, 48000), StemMix.Of(reel).Mix.Length);
    }

    [Fact]
    public void Of_RefusesSamplesThatAreNoNumbers()
    {
        using var folder = new TestFolder();
        using var reel = TestReel.Make(folder.Path, new FrameRate(25, 1), level: float.NaN, stems: [StemKind.Music]);

        Assert.Throws<InvalidDataException>(() => StemMix.Of(reel));
    }

    // A tone at a quarter of the rate, sampled 45 degrees off its peaks, reads 3 dB low by its samples.
    [Fact]
    public void TruePeak_SeesThePeakBetweenTheSamples()
    {
        float[] tone = [.. Enumerable.Range(0, 4800).Select(i => MathF.Sin((MathF.PI / 2 * i) + (MathF.PI / 4)))];

        Assert.InRange(TruePeak.Of(tone.AsSpan(1000, 2800)), 0.995, 1.12);
        Assert.InRange(tone.Max(), 0.70f, 0.71f);
    }

    private static Dictionary<StemKind, float[]> Stems(float level)
    {
        var random = new Random(5);
        return Enum.GetValues<StemKind>().ToDictionary(
            kind => kind,
            kind => Enumerable.Range(0, Length).Select(i => level * 0.25f * (float)(Math.Sin(i * 0.01 * (1 + (int)kind)) + random.NextDouble() - 0.5)).ToArray());
    }
}
