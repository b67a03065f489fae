namespace Sora2.PluginHost.Playback;

/// <summary>A shot has no frame of this number.</summary>
internal sealed class NoSuchFrameException(long frame, long frames)
    : Exception($"frame: got {frame}; this shot has 0 to {frames - 1}.");
