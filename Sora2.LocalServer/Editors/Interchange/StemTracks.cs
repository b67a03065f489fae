using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Editors.Interchange;

/// <summary>What stems are called on an editor's tracks.</summary>
internal static class StemTracks
{
    public const int Channels = 2;
    public const int SampleRate = 48000;
    public const int SampleBits = 24;

    /// <summary>"DX", "FX", "AMB" or "MX".</summary>
    public static string NameOf(StemKind stem) => stem switch
    {
        StemKind.Dialogue => "DX",
        StemKind.Effects => "FX",
        StemKind.Ambience => "AMB",
        StemKind.Music => "MX",
        _ => throw new ArgumentOutOfRangeException(nameof(stem), stem, "Unknown stem."),
    };

    /// <summary>Final Cut's audio role.</summary>
    public static string RoleOf(StemKind stem) => stem switch
    {
        StemKind.Dialogue => "dialogue",
        StemKind.Effects => "effects",
        StemKind.Ambience => "effects.ambience",
        StemKind.Music => "music",
        _ => throw new ArgumentOutOfRangeException(nameof(stem), stem, "Unknown stem."),
    };
}
