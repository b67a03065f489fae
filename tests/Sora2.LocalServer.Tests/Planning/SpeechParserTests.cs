using Sora2.LocalServer.Planning;
using Xunit;

namespace Sora2.LocalServer.Tests.Planning;

public sealed class SpeechParserTests
{
    [Theory]
    [InlineData("a man says \"hello there\" and waves", "hello there", "a man says  and waves")]
    [InlineData("she says “come in”, he says “no”", "come in|no", "she says , he says ")]
    [InlineData("un homme dit « bonjour »", "bonjour", "un homme dit ")]
    [InlineData("a 6\" ball", "", "a 6\" ball")] // never closed
    [InlineData("nothing is said", "", "nothing is said")]
    [InlineData("empty \"\" and \"...\"", "", "empty \"\" and \"...\"")] // nothing to say
    [InlineData("“one \"two\" three”", "one \"two\" three", "")]
    public void Parse_TakesQuotedWordsOut(string prompt, string lines, string seen)
    {
        var (spoken, rest) = SpeechParser.Parse(prompt);

        Assert.Equal(lines, string.Join('|', spoken));
        Assert.Equal(seen, rest);
    }

    [Fact]
    public void Parse_CutsLongLinesBetweenWords()
    {
        var said = string.Join(' ', Enumerable.Repeat("word", 500));

        var (lines, _) = SpeechParser.Parse($"he says \"{said}\"");

        Assert.True(lines.Count >= 3);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, SpeechParser.LongestLine));
        Assert.Equal(said, string.Join(' ', lines));
    }
}
