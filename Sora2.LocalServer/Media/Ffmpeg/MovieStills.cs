using System.Globalization;

namespace Sora2.LocalServer.Media.Ffmpeg;

/// <summary>Takes still pictures out of a movie that lies here: one frame, or many on one sheet.</summary>
internal sealed class MovieStills(FfmpegTools tools)
{
    private const long LargestBlockBytes = 512L * 1024 * 1024;
    private const int SheetSide = 4;
    private const int SheetTileWidth = 320;
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    /// <summary>One frame as WebP, at the movie's own size.</summary>
    /// <param name="container">FFmpeg's demuxer, which is forced.</param>
    /// <exception cref="FfmpegException">FFmpeg failed.</exception>
    public Task WriteWebPAsync(string movie, string container, double atSeconds, string path, CancellationToken cancellationToken)
    {
        tools.RequireEncoder("libwebp");
        return WriteAsync(
            "make the thumbnail", movie, container, atSeconds, ["-frames:v", "1", "-c:v", "libwebp", "-quality", "85", "-f", "webp"], path, cancellationToken);
    }

    /// <summary>One frame as PNG.</summary>
    /// <inheritdoc cref="WriteWebPAsync"/>
    public Task WritePngAsync(string movie, string container, double atSeconds, string path, CancellationToken cancellationToken) => WriteAsync(
        "take a frame of the clip", movie, container, atSeconds, ["-frames:v", "1", "-c:v", "png", "-f", "image2", "-update", "1"], path, cancellationToken);

    /// <summary>Sixteen frames, evenly spread, in rows of four as one JPEG; each 320 pixels wide.</summary>
    /// <exception cref="FfmpegException">FFmpeg failed.</exception>
    public Task WriteSheetAsync(string movie, string container, double seconds, string path, CancellationToken cancellationToken)
    {
        var filter = string.Create(
            CultureInfo.InvariantCulture,
            $"fps={SheetSide * SheetSide}/{seconds:0.######}:round=down,scale={SheetTileWidth}:-2:flags=lanczos,tile={SheetSide}x{SheetSide}");
        return WriteAsync(
            "make the spritesheet", movie, container, 0,
            ["-filter:v", filter, "-frames:v", "1", "-c:v", "mjpeg", "-q:v", "3", "-pix_fmt", "yuvj420p", "-f", "image2", "-update", "1"], path, cancellationToken);
    }

    private Task WriteAsync(
        string work, string movie, string container, double atSeconds, string[] output, string path, CancellationToken cancellationToken) => tools.RunAsync(
        work,
        [
            "-protocol_whitelist", "file", "-f", container, "-ss", atSeconds.ToString("0.######", CultureInfo.InvariantCulture), "-i", "file:" + movie,
            "-map", "0:v:0", "-map_metadata", "-1", .. output, "file:" + path,
        ],
        null,
        new FfmpegLimits(s_limit, LargestBlockBytes, 0),
        cancellationToken);
}
