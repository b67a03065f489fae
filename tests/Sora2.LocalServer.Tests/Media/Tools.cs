using Sora2.LocalServer.Media.Ffmpeg;

namespace Sora2.LocalServer.Tests.Media;

/// <summary>The machine's FFmpeg, looked for once in a test run.</summary>
internal static class Tools
{
    private static readonly Lazy<Task<FfmpegTools>> s_tools = new(() => FfmpegTools.FindAsync(null, CancellationToken.None));

    public static Task<FfmpegTools> FfmpegAsync() => s_tools.Value;
}
