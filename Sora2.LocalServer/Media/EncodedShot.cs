using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Media;

/// <summary>The files of one shot, checked, not yet published.</summary>
/// <param name="Mix">Null when the shot is silent.</param>
/// <param name="Poster">A small JPEG of the middle frame.</param>
public sealed record EncodedShot(string Picture, string? Mix, IReadOnlyDictionary<StemKind, string> Stems, string Poster);
