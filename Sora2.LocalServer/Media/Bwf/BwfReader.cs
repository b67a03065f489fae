using System.Buffers.Binary;

namespace Sora2.LocalServer.Media.Bwf;

/// <summary>Reads a stem file back, to check it: format, time reference, samples.</summary>
internal sealed class BwfReader
{
    // The longest shot is 60 s; ten times that is no stem of ours.
    private const long LargestFileBytes = 10L * 60 * 48_000 * 2 * 3;

    private BwfReader(int sampleRate, int channelCount, int bits, long? timeReference, bool hasIxml, int[] samples)
    {
        SampleRate = sampleRate;
        ChannelCount = channelCount;
        Bits = bits;
        TimeReference = timeReference;
        HasIxml = hasIxml;
        Samples = samples;
    }

    public int SampleRate { get; }

    public int ChannelCount { get; }

    public int Bits { get; }

    /// <summary>Samples since midnight, null without a bext chunk.</summary>
    public long? TimeReference { get; }

    public bool HasIxml { get; }

    /// <summary>Interleaved, right-aligned.</summary>
    public int[] Samples { get; }

    /// <exception cref="InvalidDataException">No whole 24-bit PCM Wave file.</exception>
    public static async Task<BwfReader> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (new FileInfo(path).Length > LargestFileBytes)
        {
            throw new InvalidDataException($"{Path.GetFileName(path)} is too long for a stem.");
        }

        return Read(await File.ReadAllBytesAsync(path, cancellationToken), Path.GetFileName(path));
    }

    private static BwfReader Read(ReadOnlySpan<byte> file, string name)
    {
        if (file.Length < 12 || !file[..4].SequenceEqual("RIFF"u8) || !file.Slice(8, 4).SequenceEqual("WAVE"u8)
            || BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) != file.Length - 8)
        {
            throw new InvalidDataException($"{name} is no whole Wave file.");
        }

        var format = Chunk(file, "fmt "u8);
        var data = Chunk(file, "data"u8);
        if (format.Length < 16 || BinaryPrimitives.ReadUInt16LittleEndian(format) != 1 || BinaryPrimitives.ReadUInt16LittleEndian(format[14..]) != 24)
        {
            throw new InvalidDataException($"{name} is not 24-bit PCM.");
        }

        var samples = new int[data.Length / 3];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = data[3 * i] | (data[(3 * i) + 1] << 8) | ((sbyte)data[(3 * i) + 2] << 16);
        }

        var bext = Chunk(file, "bext"u8);
        return new BwfReader(
            BinaryPrimitives.ReadInt32LittleEndian(format[4..]),
            BinaryPrimitives.ReadUInt16LittleEndian(format[2..]),
            24,
            bext.Length < BextChunk.FixedSize ? null : BinaryPrimitives.ReadInt64LittleEndian(bext[BextChunk.TimeReferenceAt..]),
            !Chunk(file, "iXML"u8).IsEmpty,
            samples);
    }

    private static ReadOnlySpan<byte> Chunk(ReadOnlySpan<byte> file, ReadOnlySpan<byte> name)
    {
        for (long at = 12; at + 8 <= file.Length;)
        {
            var head = file.Slice((int)at, 8);
            var size = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            if (at + 8 + size > file.Length)
            {
                return default;
            }

            if (head[..4].SequenceEqual(name))
            {
                return file.Slice((int)at + 8, (int)size);
            }

            at += 8 + size + (size % 2);
        }

        return default;
    }
}
