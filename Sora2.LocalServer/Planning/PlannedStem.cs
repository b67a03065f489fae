using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Planning;

/// <summary>A stem of a clip.</summary>
/// <param name="MediaId">Content hash of the sound.</param>
public sealed record PlannedStem(StemKind Kind, string MediaId);
