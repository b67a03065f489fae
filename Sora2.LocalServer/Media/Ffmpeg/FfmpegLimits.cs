using System.Globalization;

namespace Sora2.LocalServer.Media.Ffmpeg;

/// <summary>What one run of ffmpeg may take before it is stopped.</summary>
/// <param name="Time">Wall clock.</param>
/// <param name="AllocationBytes">Largest single block of memory it may ask for.</param>
/// <param name="OutputBytes">Largest standard output.</param>
internal sealed record FfmpegLimits(TimeSpan Time, long AllocationBytes, long OutputBytes)
{
    /// <summary>For our own frames: only a hang ends it.</summary>
    public static FfmpegLimits Encode { get; } = new(TimeSpan.FromHours(2), 2L * 1024 * 1024 * 1024, 16 * 1024 * 1024);

    /// <summary>As ffmpeg's own options.</summary>
    public IEnumerable<string> Arguments => ["-max_alloc", AllocationBytes.ToString(CultureInfo.InvariantCulture)];
}
