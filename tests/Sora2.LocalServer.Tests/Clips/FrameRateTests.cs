using System.Text.Json;
using Sora2.LocalServer.Clips;
using Xunit;

namespace Sora2.LocalServer.Tests.Clips;

public sealed class FrameRateTests
{
    [Theory]
    [InlineData("23.976", 24000, 1001)]
    [InlineData("23.98", 24000, 1001)]
    [InlineData("23.9760239", 24000, 1001)]
    [InlineData("29.97", 30000, 1001)]
    [InlineData("47.952", 48000, 1001)]
    [InlineData("59.94", 60000, 1001)]
    [InlineData("119.88", 120000, 1001)]
    [InlineData("24", 24, 1)]
    [InlineData("25.0", 25, 1)]
    [InlineData("12.5", 25, 2)]
    [InlineData("24000/1001", 24000, 1001)]
    [InlineData("50/2", 25, 1)]
    public void TryParse_ReadsTheExactRate(string text, int numerator, int denominator)
    {
        Assert.True(FrameRate.TryParse(text, out var rate));
        Assert.Equal((numerator, denominator), (rate.Numerator, rate.Denominator));
    }

    [Theory]
    [InlineData("0/0")]
    [InlineData("24/0")]
    [InlineData("0")]
    [InlineData("-24")]
    [InlineData("24/1/1")]
    [InlineData("1e3")]
    [InlineData("nan")]
    [InlineData("99999999999")]
    [InlineData("99999999999/1")]
    [InlineData("")]
    [InlineData(null)]
    public void TryParse_RefusesWhatIsNoRate(string? text) => Assert.False(FrameRate.TryParse(text, out _));

    [Theory]
    [InlineData("24000/1001", 96, 192_192)]
    [InlineData("30000/1001", 1, 1602)]      // 1601.6
    [InlineData("30000/1001", 5, 8008)]
    [InlineData("60000/1001", 1, 801)]       // 800.8
    [InlineData("25", 100, 192_000)]
    public void SamplesIn_RoundsToTheNearestSample(string text, int frames, long samples)
    {
        Assert.True(FrameRate.TryParse(text, out var rate));
        Assert.Equal(samples, rate.SamplesIn(frames, 48000));
    }

    [Theory]
    [InlineData("24000/1001", 24)]
    [InlineData("30000/1001", 30)]
    [InlineData("25", 25)]
    [InlineData("60000/1001", 60)]
    [InlineData("25/2", 13)]
    public void TimecodeBase_IsTheWholeNumberThatTimecodeCounts(string text, int count)
    {
        Assert.True(FrameRate.TryParse(text, out var rate));
        Assert.Equal(count, rate.TimecodeBase);
    }

    [Fact]
    public void Json_KeepsTheRate()
    {
        var rate = new FrameRate(24000, 1001);

        Assert.Equal("\"24000/1001\"", JsonSerializer.Serialize(rate));
        Assert.Equal(rate, JsonSerializer.Deserialize<FrameRate>("\"24000/1001\""));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<FrameRate>("\"0/0\""));
    }
}
