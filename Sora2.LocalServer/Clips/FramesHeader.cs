using System.Buffers.Binary;

namespace Sora2.LocalServer.Clips;

/// <summary>The beginning of a frames file, whose layout is declared in library.proto: a decoded picture that players map.</summary>
public sealed record FramesHeader(VideoShape Picture, FrameRate FrameRate)
{
    /// <summary>Where the frames begin: a page, so that rows lie well.</summary>
    public const int DataOffset = 4096;

    private const int Version = 1;

    private static ReadOnlySpan<byte> Magic => "SORAFRMS"u8;

    /// <summary>RGB, 16 bit.</summary>
    public long BytesPerFrame => checked(6L * Picture.PixelsPerFrame);

    public long FileBytes => checked(DataOffset + (BytesPerFrame * Picture.Frames));

    public byte[] ToBytes()
    {
        var bytes = new byte[DataOffset];
        Magic.CopyTo(bytes);
        int[] numbers =
            [Version, Picture.Width, Picture.Height, Picture.Frames, FrameRate.Numerator, FrameRate.Denominator, DataOffset];
        for (var index = 0; index < numbers.Length; index++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(Magic.Length + (4 * index)), numbers[index]);
        }

        return bytes;
    }

    /// <summary>Reads a file's header; null when it is no whole frames file of this version.</summary>
    public static FramesHeader? TryRead(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, DataOffset);
            Span<byte> head = stackalloc byte[36];
            file.ReadExactly(head);
            if (!head.StartsWith(Magic) || Number(head, 0) != Version || Number(head, 6) != DataOffset
                || Number(head, 1) < 1 || Number(head, 2) < 1 || Number(head, 3) < 1 || Number(head, 4) < 1 || Number(head, 5) < 1)
            {
                return null;
            }

            var header = new FramesHeader(
                new VideoShape(Number(head, 3), Number(head, 2), Number(head, 1)), new FrameRate(Number(head, 4), Number(head, 5)));
            return header.FileBytes == file.Length ? header : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or OverflowException)
        {
            return null;
        }
    }

    private static int Number(ReadOnlySpan<byte> head, int index) => BinaryPrimitives.ReadInt32LittleEndian(head[(Magic.Length + (4 * index))..]);
}
