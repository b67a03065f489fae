namespace Sora2.LocalServer.Media.Ffmpeg;

/// <summary>No FFmpeg that is new enough and whole; the message says what was found and what to install.</summary>
public sealed class FfmpegMissingException(string found)
    : Exception($"{found} Sora2 needs ffmpeg and ffprobe 5.1 or newer, built with zimg. {HowToInstall}")
{
    private static string HowToInstall =>
        OperatingSystem.IsWindows() ? "Install it with \"winget install Gyan.FFmpeg\", or set SORA2_FFMPEG to the folder that holds ffmpeg.exe and ffprobe.exe."
        : OperatingSystem.IsMacOS() ? "Install it with \"brew install ffmpeg-full\", or set SORA2_FFMPEG to the folder that holds ffmpeg and ffprobe."
        : "On Debian and Ubuntu: \"sudo apt-get install ffmpeg\"; or set SORA2_FFMPEG to the folder that holds ffmpeg and ffprobe.";
}
