using Sora2.LocalServer.Library.Titles;
using Sora2.LocalServer.Requests;
using Xunit;

namespace Sora2.LocalServer.Tests.Library.Titles;

public sealed class ShotTitleTests
{
    [Theory]
    [InlineData("  The ball, wide  ", "The ball, wide")]
    [InlineData("Cafe\u0301", "Caf\u00e9")]                                   // as macOS writes it
    [InlineData("\u1112\u1161\u11ab\u1100\u1173\u11af", "\ud55c\uae00")]      // Hangul letters
    [InlineData("e\u0302\u0301", "\u1ebf")]                                  // two marks, one after the other
    [InlineData("\ud83d\udc69\u200d\ud83d\ude80", "\ud83d\udc69\u200d\ud83d\ude80")] // a joined emoji
    [InlineData(" \u3000", "")]
    [InlineData("\u0301", "\u0301")]                                         // a mark with nothing before it
    public void Clean_IsComposedWithoutBlanksAroundIt(string given, string expected) => Assert.Equal(expected, ShotTitle.Clean(given));

    [Theory]
    [InlineData("two\nlines")]
    [InlineData("bell\u0007")]
    [InlineData("nul\0")]
    [InlineData("line\u2028separator")]
    [InlineData("turned \u202e around")]
    public void Clean_HiddenCharacters_AreRefused(string given) =>
        Assert.Equal("title", Assert.Throws<InvalidRequestException>(() => ShotTitle.Clean(given)).Field);

    [Fact]
    public void Clean_HalfACharacter_IsRefused() // as an attribute's argument it would be mended
    {
        Assert.Throws<InvalidRequestException>(() => ShotTitle.Clean("half \ud83d of a character"));
        Assert.Throws<InvalidRequestException>(() => ShotTitle.Clean("\ude80"));
    }

    [Fact]
    public void Clean_CountsWhatIsLeft()
    {
        Assert.Equal(120, ShotTitle.Clean(new string('a', 119) + "e\u0301").Length);
        Assert.Equal(240, ShotTitle.Clean(string.Concat(Enumerable.Repeat("\ud83d\ude80", 120))).Length);
        Assert.Throws<InvalidRequestException>(() => ShotTitle.Clean(new string('a', 121)));
        Assert.Throws<InvalidRequestException>(() => ShotTitle.Clean(new string(' ', 1 << 20)));
    }
}
