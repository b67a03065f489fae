namespace Sora2.LocalServer.Media.Footage;

/// <summary>
/// Tells a clip's container from its first bytes. The demuxer that it names is forced, so that nothing else is ever tried:
/// a play list, whatever its name, has none.
/// </summary>
internal static class ClipContainer
{
    /// <summary>So many bytes decide.</summary>
    public const int HeadSize = 1024;

    public const string Allowed = "a movie in MOV, MP4, MXF, MKV, WebM, AVI, DV, MPEG or MTS form";

    private const int PacketSize = 188;
    private const int PacketsSeen = 4;

    /// <returns>FFmpeg's demuxer, or null when it is no movie.</returns>
    public static string? Of(ReadOnlySpan<byte> head)
    {
        if (MediaSniffer.IsQuickTime(head))
        {
            return "mov";
        }

        return head.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]) ? "matroska"
            : head.StartsWith((ReadOnlySpan<byte>)[0x06, 0x0E, 0x2B, 0x34, 0x02, 0x05, 0x01, 0x01, 0x0D, 0x01, 0x02]) ? "mxf"
            : head.StartsWith("RIFF"u8) && head.Length >= 12 && head.Slice(8, 4).SequenceEqual("AVI "u8) ? "avi"
            : head.StartsWith((ReadOnlySpan<byte>)[0x00, 0x00, 0x01, 0xBA]) ? "mpeg"
            : head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x07, 0x00]) ? "dv"
            : IsTransportStream(head, 0, PacketSize) || IsTransportStream(head, 4, PacketSize + 4) ? "mpegts"
            : null;
    }

    private static bool IsTransportStream(ReadOnlySpan<byte> head, int first, int step)
    {
        for (var packet = 0; packet < PacketsSeen; packet++)
        {
            var at = first + (packet * step);
            if (at >= head.Length || head[at] != 0x47)
            {
                return false;
            }
        }

        return true;
    }
}
