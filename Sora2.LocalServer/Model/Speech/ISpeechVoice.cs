namespace Sora2.LocalServer.Model.Speech;

/// <summary>A voice that turns quoted words into the dialogue stem.</summary>
public interface ISpeechVoice
{
    /// <summary>For the recipe: which program and which voice.</summary>
    string Name { get; }

    /// <summary>Speaks once. The same text gives the same sound. Blocks.</summary>
    /// <param name="text">1 to 1000 characters.</param>
    /// <param name="sampleRate">Of the result, mono; 1 is full scale, the loudest sample is at half of it.</param>
    /// <exception cref="SpeechException">The voice is missing or failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing is left behind.</exception>
    float[] Speak(string text, int sampleRate, CancellationToken cancellationToken);
}
