using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Media.Ffmpeg;

/// <summary>Decodes the picture of a published shot into full-range RGB, as players read it.</summary>
/// <remarks>
/// The file is of our own making, or was: it lies where a user can put another one. So the demuxer is forced, nothing but the
/// file is opened, and no more comes out than its headers said.
/// </remarks>
internal sealed class FrameDecoder(FfmpegTools tools)
{
    // Rec. 709 is what every published picture is written in; see MovieWriter. Bilinear chroma, as editors show it: a sharper
    // filter rings at edges.
    private const string ToRgb =
        "zscale=filter=bilinear:matrixin=709:primariesin=709:transferin=709:rangein=limited:matrix=gbr:primaries=709:transfer=709:range=full"
        + ",format=gbrp16le,format=rgb48le";

    private const string Work = "decode the shot's picture";
    private const long LargestBlockBytes = 2L * 1024 * 1024 * 1024;
    private const int LargestSide = 8192;
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(30);

    /// <summary>What is in the movie, by its headers and a count of its frames.</summary>
    /// <exception cref="FfmpegException">It is no such movie.</exception>
    public async Task<FramesHeader> InspectAsync(string path, CancellationToken cancellationToken)
    {
        var report = await MovieReport.ReadAsync(tools, path, Demuxer, cancellationToken);
        return report is { Width: >= 2 and <= LargestSide, Height: >= 2 and <= LargestSide, FrameCount: > 0 }
            && FrameRate.TryParse(report.FrameRate, out var rate)
            ? new FramesHeader(new VideoShape(report.FrameCount, report.Height, report.Width), rate)
            : throw new FfmpegException(Work, $"it has {report.FrameCount} frames of {report.Width}x{report.Height} at {report.FrameRate}");
    }

    /// <summary>Writes all frames, one after the other: R, G, B of 16 bit little-endian, rows top-down without padding.</summary>
    /// <exception cref="FfmpegException">It cannot be decoded.</exception>
    /// <exception cref="IOException"><paramref name="output"/> cannot take it.</exception>
    public Task DecodeAsync(string path, FramesHeader header, Stream output, CancellationToken cancellationToken) => tools.RunIntoAsync(
        Work,
        [
            "-protocol_whitelist", "file", "-f", Demuxer, "-i", "file:" + path, "-map", "0:v:0", "-filter:v", ToRgb,
            "-fps_mode", "passthrough", "-f", "rawvideo", "pipe:1",
        ],
        output,
        new FfmpegLimits(s_limit, LargestBlockBytes, header.BytesPerFrame * header.Picture.Frames),
        cancellationToken);

    // FFmpeg reads QuickTime and MP4 with one demuxer.
    private static string Demuxer => "mov";
}
