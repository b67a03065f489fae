namespace Sora2.LocalServer.Model.Sources;

/// <summary>A part of a clip.</summary>
/// <param name="Count">Frames, fewer than wished where the clip ends before.</param>
/// <param name="Picture">[frames, 3, height, width], RGB in -1..1.</param>
/// <param name="Sound">Mono, 24 kHz, as long as the picture; empty when the clip has none.</param>
public sealed record ClipFrames(int Count, float[] Picture, float[] Sound);
