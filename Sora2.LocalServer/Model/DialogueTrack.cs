using Sora2.LocalServer.Model.Speech;

namespace Sora2.LocalServer.Model;

/// <summary>Lays spoken words along a shot: one after another with a breath between, cut softly where the shot ends.</summary>
internal sealed class DialogueTrack(ISpeechVoice voice, int sampleRate)
{
    private const double LeadSeconds = 0.3;
    private const double BreathSeconds = 0.25;
    private const double FadeSeconds = 0.03;

    /// <param name="lines">What is said, in order.</param>
    /// <param name="length">Samples of the shot.</param>
    public float[] Speak(IReadOnlyList<string> lines, int length, CancellationToken cancellationToken)
    {
        var spoken = lines.Select(line => voice.Speak(line, sampleRate, cancellationToken)).ToArray();
        var track = new float[length];

        // Words that would not fit with their pauses begin at once and follow each other closely.
        var words = spoken.Sum(samples => (long)samples.Length);
        var pauses = (LeadSeconds + (BreathSeconds * (spoken.Length - 1))) * sampleRate;
        var scale = Math.Clamp((length - words) / pauses, 0, 1);
        var position = (int)(LeadSeconds * sampleRate * scale);
        foreach (var samples in spoken)
        {
            var room = Math.Min(samples.Length, length - position);
            if (room <= 0)
            {
                break;
            }

            samples.AsSpan(0, room).CopyTo(track.AsSpan(position));
            if (room < samples.Length)
            {
                FadeOut(track);
            }

            position += samples.Length + (int)(BreathSeconds * sampleRate * scale);
        }

        return track;
    }

    private void FadeOut(Span<float> track)
    {
        var fade = Math.Min(track.Length, (int)(FadeSeconds * sampleRate));
        for (var i = 0; i < fade; i++)
        {
            track[^(i + 1)] *= (float)i / fade;
        }
    }
}
