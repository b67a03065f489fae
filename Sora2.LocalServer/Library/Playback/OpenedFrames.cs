using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Library.Playback;

/// <summary>A whole frames file, to be read by memory map; it may be removed at any time and is never changed.</summary>
public sealed record OpenedFrames(string Path, FramesHeader Header);
