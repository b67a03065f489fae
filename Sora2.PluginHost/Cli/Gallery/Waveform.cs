using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Sora2.PluginHost.Cli.Gallery;

/// <summary>How loud a stem is along its time, as bars to draw.</summary>
/// <param name="Bars">Highest sample of each part, 0 to 1.</param>
internal sealed record Waveform(double Seconds, double Peak, IReadOnlyList<double> Bars)
{
    public const int BarCount = 160;

    /// <summary>Units of the drawing's height; a bar is <see cref="BarWidth"/> of its width.</summary>
    public const int Height = 100;

    public const int BarWidth = 4;

    // The longest stem: 60 s of 48 kHz stereo in 24 bit, with room to spare.
    private const long MaxBytes = 64 << 20;
    private const int BytesPerSample = 3;

    /// <summary>"peak −12.3 dBFS", or "silent".</summary>
    public string Level => Peak > 0
        ? string.Create(CultureInfo.InvariantCulture, $"peak {20 * Math.Log10(Peak):F1} dBFS").Replace('-', '−')
        : "silent";

    /// <exception cref="InvalidDataException">No 24-bit PCM Wave file.</exception>
    public static async Task<Waveform> ReadAsync(string path, CancellationToken cancellationToken) =>
        new FileInfo(path).Length <= MaxBytes
            ? Read(await File.ReadAllBytesAsync(path, cancellationToken))
            : throw new InvalidDataException("The sound file is too long for a stem.");

    /// <inheritdoc cref="ReadAsync"/>
    public static Waveform Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < 12 || !file[..4].SequenceEqual("RIFF"u8) || !file[8..12].SequenceEqual("WAVE"u8))
        {
            throw new InvalidDataException("The sound file is no Wave file.");
        }

        var format = Chunk(file, "fmt "u8);
        var data = Chunk(file, "data"u8);
        if (format.Length < 16 || BinaryPrimitives.ReadUInt16LittleEndian(format) != 1 || BinaryPrimitives.ReadUInt16LittleEndian(format[14..]) != 8 * BytesPerSample)
        {
            throw new InvalidDataException("The sound file is not 24-bit PCM.");
        }

        var channels = BinaryPrimitives.ReadUInt16LittleEndian(format[2..]);
        var rate = BinaryPrimitives.ReadUInt32LittleEndian(format[4..]);
        if (channels == 0 || rate == 0)
        {
            throw new InvalidDataException("The sound file has no channels or no sample rate.");
        }

        var samples = data.Length / BytesPerSample;
        var bars = new double[BarCount];
        for (var i = 0; i < samples; i++)
        {
            ref var bar = ref bars[(int)((long)i * BarCount / samples)];
            bar = Math.Max(bar, Math.Abs(Sample(data[(i * BytesPerSample)..])));
        }

        return new Waveform((double)samples / channels / rate, bars.Max(), bars);
    }

    /// <summary>The bars as an SVG path. Their height is the root of the amplitude, so that quiet sounds are seen too.</summary>
    public string ToPath()
    {
        const int Middle = Height / 2;
        var path = new StringBuilder();
        for (var i = 0; i < Bars.Count; i++)
        {
            var half = (int)Math.Round(Math.Sqrt(Math.Min(Bars[i], 1)) * (Middle - 4));
            path.Append(CultureInfo.InvariantCulture, $"M{(i * BarWidth) + (BarWidth / 2)} {Middle - half}V{Middle + half + 1}");
        }

        return path.ToString();
    }

    // The three bytes at the top of 32 bits carry their sign.
    private static double Sample(ReadOnlySpan<byte> bytes) => ((bytes[0] << 8) | (bytes[1] << 16) | (bytes[2] << 24)) / 2147483648.0;

    private static ReadOnlySpan<byte> Chunk(ReadOnlySpan<byte> file, ReadOnlySpan<byte> name)
    {
        for (var at = 12L; at + 8 <= file.Length;)
        {
            var head = file[(int)at..];
            var length = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            if (head[..4].SequenceEqual(name))
            {
                return length <= head.Length - 8
                    ? head.Slice(8, (int)length)
                    : throw new InvalidDataException("The sound file ends too early.");
            }

            // Chunks begin at even places.
            at += 8 + length + (length & 1);
        }

        throw new InvalidDataException("The sound file lacks a chunk that every Wave file has.");
    }
}
