using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model.Packs;

namespace Sora2.LocalServer.Planning.Memory;

/// <summary>How much memory a worker will take with a pack of the embedded one's family, from above. There is one way to run it.</summary>
internal static class MemoryEstimate
{
    // The process, ONNX Runtime and what loading leaves behind.
    private const long ProcessBytes = 400L << 20;

    // Weights lie on disk as BF16; in memory as F32, and a second time as ONNX Runtime packs them.
    private const long WeightCopies = 4;

    // Decoding runs in parts of at most this many frames, those beside it included. A pixel of a part takes 3 numbers in each
    // of the finest level's results, and ONNX Runtime takes memory in ever bigger pieces and keeps it: with this many the estimate for
    // 8 s at 160x96 is 1.44 GB, where a shot took 1.06 GB, an edit 1.27 GB, and 1.36 GB after other shots, on Linux x64.
    private const int FramesPerPart = 120;
    private const long DecoderBytesPerPixel = 100 * sizeof(float);

    // Inputs, outputs and layers of one row of the denoiser, both passes of guidance together.
    private const long BytesPerRow = 64 << 10;
    private const int PixelsPerRow = 32 * 32 * 4;

    // A tile in all layers of the network; 545 MB were measured for a process that does nothing else.
    private const long UpscalingBytes = 512L << 20;
    private const long UpscaledBytesPerPixel = 3 * sizeof(ushort);

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
            PeakBytes = checked(ProcessBytes + WeightsOf(pack) + need.BesideBytes + (DecoderBytesPerPixel * decoded) + (pixels / PixelsPerRow * BytesPerRow)),
        };
    }

    /// <summary>What upscaling takes beside the pack, which stays loaded.</summary>
    /// <param name="picture">What the model makes.</param>
    /// <param name="factor">1 for none.</param>
    public static long OfUpscaling(VideoShape picture, int factor) =>
        factor == 1 ? 0 : checked(UpscalingBytes + (UpscaledBytesPerPixel * factor * factor * picture.PixelsPerFrame));
}
