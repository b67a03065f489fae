using Sora2.LocalServer.Model.Packs;

namespace Sora2.LocalServer.Model.Installation;

/// <summary>A folder that is a pack this server can run.</summary>
/// <param name="LicenceText">Of its licence file; empty when it has none. Control characters are taken out.</param>
/// <param name="LicenceHash">SHA-256 over the licence's name and text: what is accepted.</param>
/// <param name="IsAccepted">Whether the owner has accepted that licence before.</param>
public sealed record ExaminedPack(PackInfo Pack, string LicenceText, string LicenceHash, bool IsAccepted)
{
    /// <summary>The manifest that was made for a folder without one; else null.</summary>
    public string? Manifest { get; init; }
}
