namespace Sora2.LocalServer.Model.Packs;

/// <summary>A pack that lies elsewhere than in the models folder, as it was when it was added.</summary>
/// <param name="Folder">Absolute, without links.</param>
/// <param name="Hash">Of the whole pack.</param>
/// <param name="ManifestHash">SHA-256 of its pack.json.</param>
/// <param name="Files">With the hash that each of them had.</param>
public sealed record RegisteredPack(string Name, string Folder, string Hash, string ManifestHash, IReadOnlyList<PackFile> Files, DateTimeOffset AddedAt)
{
    /// <summary>The manifest of a folder that has no pack.json of its own, made when it was added; else null.</summary>
    public string? Manifest { get; init; }

    /// <summary>Sizes and times that the files had when they were hashed, see <see cref="PackCheck"/>.</summary>
    public string Stamp { get; init; } = "";
}
