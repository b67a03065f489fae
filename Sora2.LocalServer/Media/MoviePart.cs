namespace Sora2.LocalServer.Media;

/// <summary>A file that becomes a part of a longer one.</summary>
/// <param name="Container">FFmpeg's demuxer, which is forced.</param>
/// <param name="Seconds">How long the part is.</param>
/// <param name="HasSound">Whether its sound is taken; else the part is silent.</param>
internal sealed record MoviePart(string Path, string Container, double Seconds, bool HasSound);
