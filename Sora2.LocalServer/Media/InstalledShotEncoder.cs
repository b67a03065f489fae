using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Media.Ffmpeg;

namespace Sora2.LocalServer.Media;

/// <summary>The encoder with the FFmpeg of this machine.</summary>
internal sealed class InstalledShotEncoder(InstalledFfmpeg ffmpeg) : IShotEncoder
{
    public async Task<string> DescribeAsync(CancellationToken cancellationToken) =>
        $"FFmpeg {(await ffmpeg.FindAsync(cancellationToken)).Version}";

    public async Task<EncodedShot> EncodeAsync(
        Reel reel, EncodeSettings settings, string folder, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var encoder = new ShotEncoder(await ffmpeg.FindAsync(cancellationToken));
        return await encoder.EncodeAsync(reel, settings, folder, progress, cancellationToken);
    }
}
