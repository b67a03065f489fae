namespace Sora2.LocalServer.Media.Ffmpeg;

/// <summary>The sound of a movie as ffprobe reads it.</summary>
/// <param name="SampleCount">Per channel, edit list applied: what an editor shows as its length.</param>
internal sealed record MovieSound(string? Codec, int SampleRate, int ChannelCount, long SampleCount);
