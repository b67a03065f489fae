using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Media.Ffmpeg;

namespace Sora2.LocalServer.Media;

/// <summary>Writes a reel as the files that an editor opens.</summary>
public interface IShotEncoder
{
    /// <summary>What encodes, with its version: "FFmpeg 5.1.9". Answers when all that encoding needs is installed.</summary>
    /// <exception cref="FfmpegMissingException">It is not; the message says what to install.</exception>
    Task<string> DescribeAsync(CancellationToken cancellationToken);

    /// <inheritdoc cref="ShotEncoder.EncodeAsync"/>
    /// <exception cref="FfmpegMissingException">FFmpeg went away.</exception>
    Task<EncodedShot> EncodeAsync(
        Reel reel, EncodeSettings settings, string folder, IProgress<double>? progress, CancellationToken cancellationToken);
}
