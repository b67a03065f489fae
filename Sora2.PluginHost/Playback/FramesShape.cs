using System.Buffers.Binary;

namespace Sora2.PluginHost.Playback;

/// <summary>What a frames file's header says; the layout is declared in library.proto.</summary>
internal readonly record struct FramesShape(int Width, int Height, int Frames, int RateNumerator, int RateDenominator)
{
    /// <summary>Where the frames begin.</summary>
    public const int DataOffset = 4096;

    public const int HeadBytes = 36;

    public long BytesPerFrame => 6L * Width * Height;

    /// <summary>Null when these are not the first bytes of a frames file that this version reads.</summary>
    /// <param name="head"><see cref="HeadBytes"/> bytes.</param>
    public static FramesShape? TryRead(ReadOnlySpan<byte> head, long fileBytes)
    {
        var shape = new FramesShape(Number(head, 1), Number(head, 2), Number(head, 3), Number(head, 4), Number(head, 5));
        return head.StartsWith("SORAFRMS"u8) && Number(head, 0) == 1 && Number(head, 6) == DataOffset
            && shape.Width is >= 1 and <= ImageWindow.LargestSide && shape.Height is >= 1 and <= ImageWindow.LargestSide
            && shape is { Frames: >= 1, RateNumerator: >= 1, RateDenominator: >= 1 }
            && fileBytes == DataOffset + (shape.BytesPerFrame * shape.Frames)
                ? shape
                : null;
    }

    private static int Number(ReadOnlySpan<byte> head, int index) => BinaryPrimitives.ReadInt32LittleEndian(head[(8 + (4 * index))..]);
}
