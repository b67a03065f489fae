using System.Buffers.Binary;
using Sora2.LocalServer.Media.Sound;

namespace Sora2.LocalServer.Media.Bwf;

/// <summary>
/// Writes a stem as a Broadcast Wave file: 48 kHz, 24 bit, two equal channels, for editors place a stereo clip at unity and
/// pan or attenuate a mono one.
/// </summary>
internal static class BwfWriter
{
    public const int ChannelCount = 2;

    private const int BytesPerSample = 3;
    private const int SamplesPerBlock = 16 * 1024;

    /// <param name="samples">In ±<see cref="StemMix.FullScale"/>.</param>
    /// <exception cref="IOException">The disk is full, or the file exists.</exception>
    public static async Task WriteAsync(string path, BwfHeader header, int[] samples, CancellationToken cancellationToken)
    {
        var bext = BextChunk.Write(header, ChannelCount);
        var ixml = IxmlChunk.Write(header, ChannelCount);
        var format = Format();
        var dataSize = checked(samples.Length * ChannelCount * BytesPerSample);
        var total = checked(4 + ChunkSize(bext.Length) + ChunkSize(ixml.Length) + ChunkSize(format.Length) + ChunkSize(dataSize));

        await using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Options = FileOptions.Asynchronous,
            PreallocationSize = 8L + total,
        });
        await file.WriteAsync(Head("RIFF", total), cancellationToken);
        await file.WriteAsync("WAVE"u8.ToArray(), cancellationToken);
        await WriteChunkAsync(file, "bext", bext, cancellationToken);
        await WriteChunkAsync(file, "iXML", ixml, cancellationToken);
        await WriteChunkAsync(file, "fmt ", format, cancellationToken);

        // Six bytes a sample pair: the data chunk is always even and needs no padding.
        await file.WriteAsync(Head("data", dataSize), cancellationToken);
        var block = new byte[SamplesPerBlock * ChannelCount * BytesPerSample];
        for (var start = 0; start < samples.Length; start += SamplesPerBlock)
        {
            var count = Pack(samples.AsSpan(start, Math.Min(SamplesPerBlock, samples.Length - start)), block);
            await file.WriteAsync(block.AsMemory(0, count), cancellationToken);
        }
    }

    private static int Pack(ReadOnlySpan<int> samples, Span<byte> block)
    {
        var at = 0;
        foreach (var sample in samples)
        {
            for (var channel = 0; channel < ChannelCount; channel++)
            {
                block[at++] = (byte)sample;
                block[at++] = (byte)(sample >> 8);
                block[at++] = (byte)(sample >> 16);
            }
        }

        return at;
    }

    private static byte[] Format()
    {
        var format = new byte[16];
        BinaryPrimitives.WriteUInt16LittleEndian(format, 1);
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(2), ChannelCount);
        BinaryPrimitives.WriteInt32LittleEndian(format.AsSpan(4), StemMix.SampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(format.AsSpan(8), StemMix.SampleRate * ChannelCount * BytesPerSample);
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(12), ChannelCount * BytesPerSample);
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(14), 8 * BytesPerSample);
        return format;
    }

    private static async Task WriteChunkAsync(FileStream file, string name, byte[] content, CancellationToken cancellationToken)
    {
        await file.WriteAsync(Head(name, content.Length), cancellationToken);
        await file.WriteAsync(content, cancellationToken);
        if (content.Length % 2 != 0)
        {
            await file.WriteAsync(new byte[1], cancellationToken);
        }
    }

    private static int ChunkSize(int contentSize) => checked(8 + contentSize + (contentSize % 2));

    private static byte[] Head(string name, int size)
    {
        var head = new byte[8];
        System.Text.Encoding.ASCII.GetBytes(name, head);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(4), size);
        return head;
    }
}
