using System.Buffers.Binary;
using Sora2.LocalServer.Media.Footage;

namespace Sora2.LocalServer.Media;

/// <summary>
/// Tells what a file is from its first bytes, before any decoder sees it. A play list with the name of a movie is Unknown
/// here; FFmpeg alone would follow it to other files.
/// </summary>
public static class MediaSniffer
{
    /// <summary>So many bytes decide.</summary>
    public const int HeadSize = ClipContainer.HeadSize;

    /// <param name="head">The first <see cref="HeadSize"/> bytes, or all of a shorter file.</param>
    public static MediaKind Sniff(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]))
        {
            return MediaKind.Png;
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
        {
            return MediaKind.Jpeg;
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[(byte)'I', (byte)'I', 42, 0]) || head.StartsWith((ReadOnlySpan<byte>)[(byte)'M', (byte)'M', 0, 42]))
        {
            return MediaKind.Tiff;
        }

        if (head.Length < 12)
        {
            return MediaKind.Unknown;
        }

        if (head.StartsWith("RIFF"u8))
        {
            return head.Slice(8, 4).SequenceEqual("WEBP"u8) ? MediaKind.WebP
                : head.Slice(8, 4).SequenceEqual("WAVE"u8) ? MediaKind.Wave
                : ClipContainer.Of(head) is null ? MediaKind.Unknown : MediaKind.Movie;
        }

        return ClipContainer.Of(head) is null ? MediaKind.Unknown : MediaKind.Movie;
    }

    /// <summary>Reads the head of a file and sniffs it.</summary>
    public static async Task<MediaKind> SniffAsync(string path, CancellationToken cancellationToken) =>
        Sniff(await ReadHeadAsync(path, cancellationToken));

    /// <summary>The first <see cref="HeadSize"/> bytes of a file, or all of a shorter one.</summary>
    internal static async Task<byte[]> ReadHeadAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, HeadSize, useAsync: true);
        var head = new byte[HeadSize];
        var count = await file.ReadAtLeastAsync(head, HeadSize, throwOnEndOfStream: false, cancellationToken);
        return head[..count];
    }

    /// <summary>ISO base media files begin with "ftyp"; QuickTime files of before 2001 with one of the older boxes.</summary>
    internal static bool IsQuickTime(ReadOnlySpan<byte> head)
    {
        if (head.Length < 12)
        {
            return false;
        }

        var type = head.Slice(4, 4);
        var size = BinaryPrimitives.ReadUInt32BigEndian(head);
        return (size == 1 || size >= 8) && (type.SequenceEqual("ftyp"u8) || type.SequenceEqual("moov"u8)
            || type.SequenceEqual("mdat"u8) || type.SequenceEqual("wide"u8));
    }
}
