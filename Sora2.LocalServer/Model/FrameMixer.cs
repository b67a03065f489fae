namespace Sora2.LocalServer.Model;

/// <summary>Makes the frame at a moment between two, all [3, height, width], RGB in -1..1.</summary>
/// <param name="moment">0 at the first, 1 at the second.</param>
public delegate void FrameMixer(ReadOnlySpan<float> before, ReadOnlySpan<float> after, float moment, Span<float> between);
