namespace Sora2.LocalServer.Media.Footage;

/// <summary>The sound of a clip, as its container tells it.</summary>
/// <param name="Channels">Of the track that is used; of several mono tracks all together.</param>
/// <param name="SampleRate">In hertz.</param>
/// <param name="Tracks">Index of each stream that is mixed.</param>
/// <param name="LeftOut">Sound tracks beside these.</param>
public sealed record ClipSound(int Channels, int SampleRate, IReadOnlyList<int> Tracks, int LeftOut);
