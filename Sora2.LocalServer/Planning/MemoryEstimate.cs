using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model.Packs;

namespace Sora2.LocalServer.Planning;

/// <summary>How much memory a worker will take, from above.</summary>
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

    /// <param name="picture">What the model makes.</param>
    public static long Of(PackInfo pack, VideoShape picture)
    {
        var pixels = checked((long)picture.PixelsPerFrame * picture.Frames);
        var decoded = (long)picture.PixelsPerFrame * Math.Min(picture.Frames, FramesPerPart);
        return checked(ProcessBytes + (WeightCopies * pack.SizeBytes) + (DecoderBytesPerPixel * decoded) + (pixels / PixelsPerRow * BytesPerRow));
    }
}
