using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Model;

/// <summary>Reads a part of a clip from outside, conformed to a size and a rate. Blocks.</summary>
public delegate ClipFrames ClipSource(string path, ClipWish wish, CancellationToken cancellationToken);

/// <summary>What to take from a clip.</summary>
/// <param name="Start">Seconds after its first frame.</param>
/// <param name="End">Seconds; not part of it.</param>
/// <param name="KeepsLast">Where the clip's rate is another one: whether the part's last frame must be there, else its first.</param>
public sealed record ClipWish(double Start, double End, bool KeepsLast, int Width, int Height, FitPolicy Fit, FrameRate FrameRate);

/// <summary>A part of a clip.</summary>
/// <param name="Count">Frames, fewer than wished where the clip ends before.</param>
/// <param name="Picture">[frames, 3, height, width], RGB in -1..1.</param>
/// <param name="Sound">Mono, 24 kHz, as long as the picture; empty when the clip has none.</param>
public sealed record ClipFrames(int Count, float[] Picture, float[] Sound);
