using Sora2.PluginHost.Cli;
using Sora2.PluginHost.Cli.Generate;
using Xunit;

namespace Sora2.PluginHost.Tests.Cli.Generate;

public sealed class MusicWordsTests
{
    [Theory]
    [InlineData("a red ball bounces.", "sad", "a red ball bounces, sad music")]
    [InlineData("une balle rouge rebondit", "sad", "une balle rouge rebondit, musique triste")]
    [InlineData("deux personnes dansent sur l'herbe", "HAPPY", "deux personnes dansent sur l'herbe, musique joyeuse")]
    [InlineData("forêt", "calm", "forêt, musique calme")]
    [InlineData("", "tense", "tense music")]
    public void Add_SpeaksThePromptsLanguage(string prompt, string mood, string expected) => Assert.Equal(expected, MusicWords.Add(prompt, mood));

    [Fact]
    public void Add_UnknownMood_IsRefused() => Assert.Equal("--music", Assert.Throws<CliException>(() => MusicWords.Add("a ball", "angry")).Field);
}
