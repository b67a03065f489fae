using Sora2.LocalServer.Model.Speech;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Speech;

public sealed class FliteVoiceTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Speak_SaysMoreWithMoreWordsAtTheRateAsked()
    {
        var voice = FliteVoice.Find();

        var one = voice.Speak("Hello.", 24000, Stop);
        var many = voice.Speak("Hello there, it is raining on the wooden floor again.", 24000, Stop);

        Assert.InRange(one.Length, 24000 / 4, 24000 * 2);
        Assert.InRange(many.Length, one.Length + 24000, 24000 * 8);
        Assert.Equal(0.5f, many.Max(Math.Abs), 0.001f);
    }

    [Fact]
    public void Speak_SaysTheSameTwice()
    {
        var voice = FliteVoice.Find("rms");

        Assert.Equal(voice.Speak("Good morning.", 48000, Stop), voice.Speak("Good morning.", 48000, Stop));
    }

    [Theory]
    [InlineData("It\u2019s \u201Cfine\u201D \u2014 caf\u00E9!\u0007")]
    [InlineData("-t --help -voice /etc/passwd")]
    [InlineData("<speak><audio src=\"/etc/passwd\"/>hello</speak>")]
    [InlineData("lone \uD800 surrogate")]
    public void Speak_TakesAnyTextAsWords(string text) => Assert.NotEmpty(FliteVoice.Find().Speak(text, 24000, Stop));

    [Theory]
    [InlineData("\u00C7a va, d\u00E9j\u00E0 vu \u2014 \u0153uf\u2019s", "Ca va, deja vu , oeuf's")]
    [InlineData("cafe\u0301\u0007", "cafe")]
    public void Clean_KeepsTheLettersOfAccentedWords(string text, string expected) => Assert.Equal(expected, FliteVoice.Clean(text));

    [Theory]
    [InlineData("")]
    [InlineData("  \n ")]
    [InlineData("?!")]
    public void Speak_RefusesTextWithoutWords(string text) => Assert.Throws<SpeechException>(() => FliteVoice.Find().Speak(text, 24000, Stop));

    [Fact]
    public void Speak_RefusesALongText() => Assert.Throws<SpeechException>(() => FliteVoice.Find().Speak(new string('a', 1001), 24000, Stop));

    [Fact]
    public void Speak_StopsWhenCancelled() =>
        Assert.ThrowsAny<OperationCanceledException>(() => FliteVoice.Find().Speak("Hello.", 24000, new CancellationToken(true)));

    [Fact]
    public void Find_RefusesAPathAsVoice() => Assert.Throws<ArgumentException>(() => FliteVoice.Find("/tmp/evil.flitevox"));
}
