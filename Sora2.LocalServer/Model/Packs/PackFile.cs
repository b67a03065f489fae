namespace Sora2.LocalServer.Model.Packs;

/// <summary>A file of a pack.</summary>
/// <param name="Path">Relative to the pack, with '/'.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">64 lower-case hex digits.</param>
public sealed record PackFile(string Path, long Size, string Sha256);
