namespace Sora2.LocalServer.Media;

/// <summary>What a file is by its first bytes; its name is never believed.</summary>
public enum MediaKind
{
    /// <summary>Nothing this server takes.</summary>
    Unknown,
    Png,
    Jpeg,
    WebP,
    Tiff,

    /// <summary>A movie in one of the containers that cameras and editors write.</summary>
    Movie,

    /// <summary>Wave or Broadcast Wave.</summary>
    Wave,
}
