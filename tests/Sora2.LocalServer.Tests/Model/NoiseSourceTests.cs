using Sora2.LocalServer.Model;
using Xunit;

namespace Sora2.LocalServer.Tests.Model;

public sealed class NoiseSourceTests
{
    /// <summary>The known answers that come with the authors' Random123 library (philox4x32 10).</summary>
    [Theory]
    [InlineData(0UL, 0UL, 0UL, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x85a308d3243f6a88UL, 0x0370734413198a2eUL, 0x299f31d0a4093822UL, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Philox_GivesThePublishedNumbers(ulong counterLow, ulong counterHigh, ulong key, uint a, uint b, uint c, uint d)
    {
        Span<uint> block = stackalloc uint[4];

        NoiseSource.Philox(counterLow, counterHigh, key, block);

        Assert.Equal([a, b, c, d], block.ToArray());
    }

    [Fact]
    public void Fill_IsNormal()
    {
        var noise = new float[100_000];

        NoiseSource.Fill(7, 0, noise);

        Assert.InRange(noise.Average(), -0.02, 0.02);
        Assert.InRange(noise.Average(value => value * value), 0.98, 1.02);
        Assert.InRange(noise.Count(value => Math.Abs(value) > 1.96) / 100_000.0, 0.045, 0.055);
    }

    [Fact]
    public void Fill_DoesNotHangOnTheLength()
    {
        var (shorter, longer) = (new float[10], new float[1000]);

        NoiseSource.Fill(7, 1, shorter);
        NoiseSource.Fill(7, 1, longer);

        Assert.Equal(shorter, longer[..10]);
    }

    [Fact]
    public void Fill_DiffersBySeedAndStream()
    {
        var fills = new List<float[]>();
        foreach (var (seed, stream) in ((long, int)[])[(0, 0), (1, 0), (0, 1), (-1, 0), (1L << 40, 0)])
        {
            var noise = new float[8];
            NoiseSource.Fill(seed, stream, noise);
            fills.Add(noise);
        }

        Assert.Equal(fills.Count, fills.Select(noise => noise[0]).Distinct().Count());
    }
}
