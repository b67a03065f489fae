using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Model.Sources;

/// <summary>What to take from a clip.</summary>
/// <param name="Start">Seconds after its first frame.</param>
/// <param name="End">Seconds; not part of it.</param>
/// <param name="KeepsLast">Where the clip's rate is another one: whether the part's last frame must be there, else its first.</param>
public sealed record ClipWish(double Start, double End, bool KeepsLast, int Width, int Height, FitPolicy Fit, FrameRate FrameRate);
