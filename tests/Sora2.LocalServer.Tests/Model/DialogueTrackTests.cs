using Sora2.LocalServer.Model;
using Sora2.LocalServer.Model.Speech;
using Xunit;

namespace Sora2.LocalServer.Tests.Model;

public sealed class DialogueTrackTests
{
    [Fact]
    public void Speak_LaysLinesOneAfterAnother()
    {
        var track = new DialogueTrack(new Beeps(), 1000).Speak(["aa", "b"], 2000, CancellationToken.None);

        Assert.Equal([300, 500, 750, 850], Edges(track));
    }

    [Fact]
    public void Speak_LeavesPausesOutWhenTheShotIsShort()
    {
        var track = new DialogueTrack(new Beeps(), 1000).Speak(["aaa", "bb"], 500, CancellationToken.None);

        Assert.All(track, sample => Assert.Equal(0.5f, sample));
    }

    [Fact]
    public void Speak_EndsSoftlyWithTheShot()
    {
        var track = new DialogueTrack(new Beeps(), 1000).Speak(["aaaaaa"], 400, CancellationToken.None);

        Assert.Equal(0, track[^1]);
        Assert.Equal(0.25f, track[^16], 0.01f);
        Assert.Equal(0.5f, track[300]);
    }

    // Where sound begins and ends.
    private static int[] Edges(float[] track) =>
        [.. Enumerable.Range(1, track.Length - 1).Where(i => (track[i] != 0) != (track[i - 1] != 0))];

    /// <summary>A voice whose every letter is a tenth of a second at one level.</summary>
    private sealed class Beeps : ISpeechVoice
    {
        public string Name => "beeps";

        public float[] Speak(string text, int sampleRate, CancellationToken cancellationToken)
        {
            var samples = new float[text.Length * sampleRate / 10];
            Array.Fill(samples, 0.5f);
            return samples;
        }
    }
}
