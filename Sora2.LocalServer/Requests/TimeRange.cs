namespace Sora2.LocalServer.Requests;

/// <summary>A stretch of a clip's own time line, in seconds from its first frame; <paramref name="End"/> is not part of it.</summary>
public sealed record TimeRange(double Start, double End);
