using System.Text;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model.Text;
using Sora2.LocalServer.Processes;

namespace Sora2.LocalServer.Model.Speech;

/// <summary>
/// Speaks English with flite, a child process. The words go through a file in a private folder: an argument list is open to
/// every user of the machine, and a prompt is nobody else's.
/// </summary>
public sealed class FliteVoice : ISpeechVoice
{
    /// <summary>Longest text for one call.</summary>
    public const int LongestText = 1000;

    private const float Loudest = 0.5f;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private readonly string _flite;
    private readonly string _voice;

    private FliteVoice(string flite, string voice)
    {
        _flite = flite;
        _voice = voice;
    }

    public string Name => "flite/" + _voice;

    /// <summary>Looks for flite along PATH.</summary>
    /// <param name="voice">One of flite's own: "slt" (a woman), "rms" or "awb" (men).</param>
    /// <exception cref="SpeechException">flite is not installed.</exception>
    public static FliteVoice Find(string voice = "slt")
    {
        if (voice is not ("slt" or "rms" or "awb" or "kal" or "kal16"))
        {
            throw new ArgumentException($"flite has no voice \"{voice}\". It has slt, rms, awb, kal and kal16.", nameof(voice));
        }

        var name = OperatingSystem.IsWindows() ? "flite.exe" : "flite";
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var program = folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new SpeechException("Quoted speech needs flite, which was not found on PATH. On Debian and Ubuntu: \"sudo apt-get install flite\". Or leave the dialogue stem out.");
        return new FliteVoice(program, voice);
    }

    public float[] Speak(string text, int sampleRate, CancellationToken cancellationToken)
    {
        var words = Clean(text);
        if (words.Length > LongestText || !words.Any(char.IsLetterOrDigit))
        {
            throw new SpeechException($"Got {text.Length} characters to speak; allowed: 1 to {LongestText}, with at least one letter or digit.");
        }

        // Created 0700 on Unix; under the user's own temporary folder on Windows.
        var folder = Directory.CreateTempSubdirectory("sora2-speech-").FullName;
        try
        {
            var input = Path.Combine(folder, "words.txt");
            var output = Path.Combine(folder, "speech.wav");
            File.WriteAllText(input, words + "\n", new UTF8Encoding(false));
            Run(new ChildProcess(_flite, ["-voice", _voice, "-f", input, "-o", output]) { TimeLimit = s_limit }, cancellationToken);
            var (samples, rate) = SpeechWave.Read(output);
            return Finish(samples, rate, sampleRate);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Run(ChildProcess child, CancellationToken cancellationToken)
    {
        try
        {
            var (exitCode, error) = child.Run(cancellationToken);
            if (exitCode != 0)
            {
                throw new SpeechException($"flite ended with code {exitCode}: {error}");
            }
        }
        catch (Exception error) when (error is TimeoutException or System.ComponentModel.Win32Exception)
        {
            throw new SpeechException(error.Message, error);
        }
    }

    private static float[] Finish(float[] samples, int sourceRate, int sampleRate)
    {
        var speech = new float[checked((int)(((long)samples.Length * sampleRate) / sourceRate))];
        new Resampler(sourceRate, sampleRate).Convert(samples, speech);
        var peak = Math.Abs(System.Numerics.Tensors.TensorPrimitives.MaxMagnitude<float>(speech.Length == 0 ? [0f] : speech));
        if (peak > 0)
        {
            System.Numerics.Tensors.TensorPrimitives.Multiply(speech, Loudest / peak, speech);
        }

        return speech;
    }

    // flite reads ASCII: letters lose their accents, typographic marks become plain ones, all else a space.
    internal static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var character in LatinComposition.WithoutAccents(text))
        {
            clean.Append(character switch
            {
                '\u2018' or '\u2019' => '\'',
                '\u2013' or '\u2014' => ',',
                >= ' ' and <= '~' => character,
                _ => ' ',
            });
        }

        return clean.ToString().Trim();
    }
}
