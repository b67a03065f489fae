using Sora2.LocalServer.Requests;
using Xunit;

namespace Sora2.LocalServer.Tests.Requests;

public sealed class AsciiNamesTests
{
    [Theory]
    [InlineData("sora2", "SORA2")]
    [InlineData("Été à Paris", "ETE_A_PARIS")]
    [InlineData("E\u0301te\u0301", "ETE")]
    [InlineData("Straße / Müller", "STRASSE_MUELLER")]
    [InlineData("../../etc/passwd", "ETC_PASSWD")]
    [InlineData("a\0b\nc", "A_B_C")]
    [InlineData("  __x__  ", "X")]
    [InlineData("SH-010", "SH-010")]
    public void TryFold_MakesSafeNames(string text, string expected)
    {
        Assert.True(AsciiNames.TryFold(text, out var folded));
        Assert.Equal(expected, folded);
    }

    [Theory]
    [InlineData("")]
    [InlineData("...")]
    [InlineData("日本")]
    [InlineData("nul")]
    [InlineData("COM1")]
    [InlineData("12345678901234567890123456789012345678901")]
    public void TryFold_RefusesWhatHasNoSafeName(string text) => Assert.False(AsciiNames.TryFold(text, out _));
}
