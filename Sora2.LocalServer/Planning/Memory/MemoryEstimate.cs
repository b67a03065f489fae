using Sora2.LocalServer.Model.Packs;

namespace Sora2.LocalServer.Planning.Memory;

/// <summary>How much memory a worker will take with a pack of the embedded one's family, from above. There is one way to run it.</summary>
internal static class MemoryEstimate
{
    // The process, ONNX Runtime and what loading leaves behind; 574 MB in all were measured for 8 s at 160x96 on Linux x64.
    private const long ProcessBytes = 400L << 20;

    // Weights lie on disk as BF16; in memory as F32, and a second time as ONNX Runtime packs them.
    private const long WeightCopies = 4;

    // Decoding runs in parts of at most this many frames; each pixel of a part takes about 12 numbers at the widest layer.
    private const int FramesPerPart = 96;
    private const long DecoderBytesPerPixel = 12 * sizeof(float);

    // Inputs, outputs and layers of one row of the denoiser, both passes of guidance together.
    private const long BytesPerRow = 64 << 10;
    private const int PixelsPerRow = 32 * 32 * 8;

    /// <summary>What a loaded pack takes.</summary>
    public static long WeightsOf(PackInfo pack) => WeightCopies * pack.SizeBytes;

    /// <inheritdoc cref="MemoryMeasure"/>
    public static MemoryPlan Of(PackInfo pack, MemoryNeed need, long limitBytes)
    {
        var picture = need.Window;
        var pixels = checked((long)picture.PixelsPerFrame * picture.Frames);
        var decoded = (long)picture.PixelsPerFrame * Math.Min(picture.Frames, FramesPerPart);
        return new MemoryPlan
        {
            PeakBytes = checked(ProcessBytes + WeightsOf(pack) + (DecoderBytesPerPixel * decoded) + (pixels / PixelsPerRow * BytesPerRow)),
        };
    }
}
