using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Media.Ffmpeg.Proofs;

/// <summary>Makes a small silent movie of a published picture, frame for frame, that browsers play and seek in quickly.</summary>
internal sealed class ProofWriter(FfmpegTools tools)
{
    private const long LargestBlockBytes = 2L * 1024 * 1024 * 1024;
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(30);

    // A key frame every few frames: stepping back then decodes no more than those. Rec. 709 stays what it was.
    private static readonly string[] s_shared =
    [
        "-an", "-map_metadata", "-1", "-filter:v", "scale=w='min(1280,iw)':h=-2:flags=bicubic,format=yuv420p", "-fps_mode", "passthrough", "-g", "6",
        "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv",
    ];

    private static readonly string[] s_h264 = ["-preset", "veryfast", "-crf", "20", "-bf", "0", "-profile:v", "high", "-movflags", "+faststart", "-f", "mp4"];

    // Without looking ahead it writes no frames that are not shown, so that their number stays.
    private static readonly string[] s_vp9 = ["-deadline", "realtime", "-cpu-used", "8", "-row-mt", "1", "-lag-in-frames", "0", "-crf", "28", "-b:v", "0", "-f", "webm"];

    /// <exception cref="FfmpegMissingException">This FFmpeg has no encoder for it.</exception>
    /// <exception cref="FfmpegException">It cannot be decoded, or not be written.</exception>
    public Task WriteAsync(string movie, string path, ProofKind kind, CancellationToken cancellationToken)
    {
        var (encoder, settings) = kind == ProofKind.H264 ? ("libx264", s_h264) : ("libvpx-vp9", s_vp9);
        tools.RequireEncoder(encoder);
        return tools.RunAsync(
            "make a proof of the shot",
            ["-protocol_whitelist", "file", "-f", "mov", "-i", "file:" + movie, "-map", "0:v:0", .. s_shared, "-c:v", encoder, .. settings, "-y", "file:" + path],
            null,
            new FfmpegLimits(s_limit, LargestBlockBytes, 0),
            cancellationToken);
    }
}
