using Sora2.PluginHost.Cli;
using Sora2.PluginHost.Cli.Generate;
using Xunit;

namespace Sora2.PluginHost.Tests.Cli;

public sealed class FrameRateTextTests
{
    [Theory]
    [InlineData("24", 24, 1)]
    [InlineData("25", 25, 1)]
    [InlineData("23.976", 24000, 1001)]
    [InlineData("23.98", 24000, 1001)]
    [InlineData("29.97", 30000, 1001)]
    [InlineData("59.94", 60000, 1001)]
    [InlineData("12.5", 12500, 1000)]
    [InlineData("24000/1001", 24000, 1001)]
    [InlineData("0/0", 0, 0)]   // written like a rate; the server says what is wrong with it
    public void Parse_ReadsWhatEditorsWrite(string text, int numerator, int denominator)
    {
        var rate = FrameRateText.Parse(text);

        Assert.Equal((numerator, denominator), (rate.Numerator, rate.Denominator));
    }

    [Theory]
    [InlineData("")]
    [InlineData("fast")]
    [InlineData("-25")]
    [InlineData("1/2/3")]
    [InlineData("25fps")]
    [InlineData("1e3")]
    [InlineData("99999999999")]
    public void Parse_RefusesWhatIsNoRate(string text) =>
        Assert.Equal("--fps", Assert.Throws<CliException>(() => FrameRateText.Parse(text)).Field);
}
