namespace Sora2.LocalServer.Requests;

/// <summary>What a file is by its first bytes; names and types that a client gives are not believed.</summary>
internal static class MediaKind
{
    /// <summary>Bytes needed to tell.</summary>
    public const int HeadBytes = 16;

    /// <summary>"image", "movie", "sound", or null for anything else.</summary>
    public static string? Recognise(ReadOnlySpan<byte> head)
    {
        if (head.Length < 12)
        {
            return null;
        }

        var riff = head.StartsWith("RIFF"u8) || head.StartsWith("RF64"u8);
        var form = head[8..12];
        if (head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A])
            || head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])
            || (riff && form.SequenceEqual("WEBP"u8))
            || head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8)
            || (head.StartsWith("BM"u8) && head[6..10].SequenceEqual("\0\0\0\0"u8)))
        {
            return "image";
        }

        if (head[4..8].SequenceEqual("ftyp"u8) || head.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]))
        {
            return "movie";
        }

        var sound = (riff && form.SequenceEqual("WAVE"u8))
            || (head.StartsWith("FORM"u8) && (form.SequenceEqual("AIFF"u8) || form.SequenceEqual("AIFC"u8)))
            || head.StartsWith("fLaC"u8) || head.StartsWith("ID3"u8)
            || (head[0] == 0xFF && (head[1] & 0xE6) == 0xE2);
        return sound ? "sound" : null;
    }
}
