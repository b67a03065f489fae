using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Media.Sound;

/// <summary>Stems of the shot that is edited, which the new one keeps: what an edit does not name stays.</summary>
/// <param name="Files">As delivered, by kind.</param>
/// <param name="FirstFrame">Where the part that is edited begins in them.</param>
public sealed record KeptStems(IReadOnlyDictionary<StemKind, string> Files, int FirstFrame);
