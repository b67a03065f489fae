namespace Sora2.LocalServer.Media.Ffmpeg.Proofs;

/// <summary>Makes a small silent H.264 movie of a published picture, frame for frame, that browsers play and seek in quickly.</summary>
internal sealed class ProofWriter(FfmpegTools tools)
{
    private const string Encoder = "libx264";
    private const long LargestBlockBytes = 2L * 1024 * 1024 * 1024;
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(30);

    // A key frame every few frames: stepping back then decodes no more than those. Rec. 709 stays what it was.
    private static readonly string[] s_output =
    [
        "-an", "-map_metadata", "-1", "-filter:v", "scale=w='min(1280,iw)':h=-2:flags=bicubic,format=yuv420p", "-fps_mode", "passthrough",
        "-c:v", Encoder, "-preset", "veryfast", "-crf", "20", "-g", "6", "-bf", "0", "-profile:v", "high",
        "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv", "-movflags", "+faststart", "-f", "mp4",
    ];

    /// <exception cref="FfmpegMissingException">This FFmpeg has no encoder for H.264.</exception>
    /// <exception cref="FfmpegException">It cannot be decoded, or not be written.</exception>
    public Task WriteAsync(string movie, string path, CancellationToken cancellationToken)
    {
        tools.RequireEncoder(Encoder);
        return tools.RunAsync(
            "make a proof of the shot",
            ["-protocol_whitelist", "file", "-f", "mov", "-i", "file:" + movie, "-map", "0:v:0", .. s_output, "-y", "file:" + path],
            null,
            new FfmpegLimits(s_limit, LargestBlockBytes, 0),
            cancellationToken);
    }
}
