using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Media;

/// <summary>The trade's short names of stems, as they end file names.</summary>
public static class StemNames
{
    /// <summary>"DX", "FX", "AMB" or "MX".</summary>
    public static string SuffixOf(StemKind stem) => stem switch
    {
        StemKind.Dialogue => "DX",
        StemKind.Effects => "FX",
        StemKind.Ambience => "AMB",
        StemKind.Music => "MX",
        _ => throw new ArgumentOutOfRangeException(nameof(stem), stem, "Unknown stem."),
    };
}
