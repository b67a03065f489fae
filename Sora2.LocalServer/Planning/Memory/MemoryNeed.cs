using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Planning.Memory;

/// <summary>What decides how much memory a worker takes with a pack.</summary>
/// <param name="Window">What is made in one go, at the model's size and rate.</param>
/// <param name="SourceFrames">Frames of a clip that is edited, at the model's rate; 0 without one.</param>
/// <param name="KnownFrames">Most frames that a window is given to begin with: 1 of a still; 0 where there are none.</param>
/// <param name="BesideBytes">What is in memory beside the pack: the one that makes the sound, loaded since the variant before, and what enlarges the picture.</param>
public readonly record struct MemoryNeed(VideoShape Window, int SourceFrames = 0, int KnownFrames = 0, long BesideBytes = 0);
