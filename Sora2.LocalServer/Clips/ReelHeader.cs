namespace Sora2.LocalServer.Clips;

/// <summary>What lies in a reel: frames first, then one run of samples per stem.</summary>
/// <param name="Picture">RGB, 16 bit little-endian, Rec. 709 transfer, full range, rows top-down without padding.</param>
/// <param name="SampleRate">Of every stem, mono, 32-bit float little-endian.</param>
/// <param name="Stems">Which stems, in file order.</param>
/// <param name="SamplesPerStem">Same for all stems: exactly the picture's length.</param>
public sealed record ReelHeader(
    VideoShape Picture, FrameRate FrameRate, int SampleRate, IReadOnlyList<StemKind> Stems, long SamplesPerStem)
{
    public long BytesPerFrame => checked(6L * Picture.PixelsPerFrame);
}
