namespace Sora2.LocalServer.Videos.Making;

/// <summary>A part of an extended video: one made here, or a clip that was sent. One of the two is set.</summary>
/// <param name="VideoId">The video whose own new part it is.</param>
/// <param name="MediaId">An upload.</param>
internal sealed record Segment(string? VideoId = null, string? MediaId = null);
