namespace Sora2.LocalServer.Media.Footage;

/// <summary>The decoded frames of a stretch of a clip in time, by their own time stamps.</summary>
/// <param name="Seek">Where decoding began; null is the clip's beginning.</param>
/// <param name="Starts">Time stamp of each frame in seconds, in order.</param>
/// <param name="End">When the last one's time is over.</param>
/// <param name="Interlaced">Whether any frame holds two fields.</param>
internal sealed record ClipTimeline(double? Seek, IReadOnlyList<double> Starts, double End, bool Interlaced);
