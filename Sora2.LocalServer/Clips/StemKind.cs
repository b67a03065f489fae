namespace Sora2.LocalServer.Clips;

/// <summary>The separate sounds of a shot; the mix is their plain sum.</summary>
public enum StemKind
{
    /// <summary>Speech, file suffix _DX.</summary>
    Dialogue,

    /// <summary>Sounds of what is seen, file suffix _FX.</summary>
    Effects,

    /// <summary>The place: rain, wind, sea, room tone, file suffix _AMB.</summary>
    Ambience,

    /// <summary>Music, file suffix _MX.</summary>
    Music,
}
