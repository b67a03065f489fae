namespace Sora2.LocalServer.Library;

/// <summary>One file of a shot, as it was published.</summary>
/// <param name="Sha256">64 lower-case hex digits.</param>
public sealed record RecipeFile(string Name, long Bytes, string Sha256);
