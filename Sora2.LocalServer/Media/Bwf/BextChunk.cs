using System.Buffers.Binary;
using System.Text;
using Sora2.LocalServer.Media.Sound;

namespace Sora2.LocalServer.Media.Bwf;

/// <summary>The broadcast extension of a stem file: who made it and where on the day it starts.</summary>
/// <remarks>
/// EBU Tech 3285, version 1. Date and time of origin stay empty: the same request gives the same bytes on any day.
/// </remarks>
internal static class BextChunk
{
    public const int FixedSize = 602;
    public const int TimeReferenceAt = 338;
    public const string Originator = "Sora2Plugin";

    private const int DescriptionSize = 256;
    private const int OriginatorAt = 256;
    private const int ReferenceAt = 288;
    private const int NameSize = 32;
    private const int VersionAt = 346;

    public static byte[] Write(BwfHeader header, int channelCount)
    {
        var history = Encoding.ASCII.GetBytes(
            $"A=PCM,F={StemMix.SampleRate},W=24,M={(channelCount == 2 ? "dual-mono" : "mono")},T={Originator}\r\n");
        var chunk = new byte[FixedSize + history.Length];
        WriteText(chunk.AsSpan(0, DescriptionSize), header.Description);
        WriteText(chunk.AsSpan(OriginatorAt, NameSize), Originator);
        WriteText(chunk.AsSpan(ReferenceAt, NameSize), Tail(header.Reference));
        BinaryPrimitives.WriteInt64LittleEndian(chunk.AsSpan(TimeReferenceAt), header.Start.SamplesSinceMidnight(StemMix.SampleRate));
        BinaryPrimitives.WriteUInt16LittleEndian(chunk.AsSpan(VersionAt), 1);
        history.CopyTo(chunk, FixedSize);
        return chunk;
    }

    // The end of a long name, version and stem, is what tells it from others.
    private static string Tail(string text) => text.Length <= NameSize ? text : text[^NameSize..];

    // The field is ASCII; what is not becomes '?', and control characters would break readers that print it.
    private static void WriteText(Span<byte> field, string text)
    {
        for (var i = 0; i < Math.Min(field.Length, text.Length); i++)
        {
            field[i] = text[i] is >= ' ' and <= '~' ? (byte)text[i] : (byte)'?';
        }
    }
}
