namespace Sora2.LocalServer.Videos.Making;

/// <summary>A part of an extended video that stands before its new part. One of the two is set.</summary>
/// <param name="Shot">Name of a published shot.</param>
/// <param name="MediaId">An upload.</param>
/// <param name="Seconds">How long it is.</param>
internal sealed record Segment(string? Shot, string? MediaId, double Seconds);
