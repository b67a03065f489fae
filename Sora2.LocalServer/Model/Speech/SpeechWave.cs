using System.Buffers.Binary;

namespace Sora2.LocalServer.Model.Speech;

/// <summary>Reads what flite writes: a mono 16-bit PCM Wave file.</summary>
internal static class SpeechWave
{
    // flite's header may carry sizes that a pipe left wrong; its layout is always this one.
    private const int DataAt = 44;

    /// <returns>Samples in [-1, 1] and their rate.</returns>
    /// <exception cref="SpeechException">No such file.</exception>
    public static (float[] Samples, int SampleRate) Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new SpeechException("flite wrote no sound.");
        }

        var file = File.ReadAllBytes(path).AsSpan();
        if (file.Length < DataAt || !file.StartsWith("RIFF"u8) || !file.Slice(8, 8).SequenceEqual("WAVEfmt "u8)
            || !file.Slice(36, 4).SequenceEqual("data"u8)
            || BinaryPrimitives.ReadUInt16LittleEndian(file[22..]) != 1 || BinaryPrimitives.ReadUInt16LittleEndian(file[34..]) != 16)
        {
            throw new SpeechException("flite wrote no mono 16-bit Wave file.");
        }

        var rate = BinaryPrimitives.ReadInt32LittleEndian(file[24..]);
        if (rate is < 4000 or > 192_000)
        {
            throw new SpeechException($"flite wrote {rate} samples a second.");
        }

        var samples = new float[(file.Length - DataAt) / 2];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(file[(DataAt + (2 * i))..]) / 32768f;
        }

        return (samples, rate);
    }
}
