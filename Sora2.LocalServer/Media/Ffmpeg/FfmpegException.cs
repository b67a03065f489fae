namespace Sora2.LocalServer.Media.Ffmpeg;

/// <summary>An FFmpeg tool failed: what it was doing, and what it said.</summary>
public sealed class FfmpegException(string work, string said)
    : Exception($"FFmpeg could not {work}: {(said.Length == 0 ? "it gave no reason" : said)}")
{
    /// <summary>The tail of its standard error.</summary>
    public string Said { get; } = said;
}
