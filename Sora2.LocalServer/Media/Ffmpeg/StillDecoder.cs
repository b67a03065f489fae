using System.Globalization;

namespace Sora2.LocalServer.Media.Ffmpeg;

/// <summary>Decodes one still picture with the decoder that its first bytes ask for, within limits.</summary>
internal sealed class StillDecoder(FfmpegTools tools)
{
    private const long LargestBlockBytes = 512L * 1024 * 1024;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    /// <param name="orientation">As Exif counts; the picture is turned upright before it is scaled.</param>
    /// <param name="width">Of the result.</param>
    /// <returns>RGBA, 16 bit little-endian, rows top-down without padding.</returns>
    /// <exception cref="FfmpegException">It cannot be decoded.</exception>
    public async Task<byte[]> DecodeAsync(
        string path, MediaKind kind, int orientation, int width, int height, long mostPixels, CancellationToken cancellationToken)
    {
        var filter = UprightFilter(orientation) + string.Create(
            CultureInfo.InvariantCulture, $"scale={width}:{height}:flags=lanczos+accurate_rnd+full_chroma_int+full_chroma_inp,format=rgba64le");

        string[] arguments =
        [
            "-noautorotate", .. Input(path, kind, mostPixels), "-map", "0:v:0", "-frames:v", "1", "-filter:v", filter, "-f", "rawvideo", "pipe:1",
        ];
        var size = checked(8L * width * height);
        var pixels = await tools.RunAsync(
            "decode the picture", arguments, null, new FfmpegLimits(s_limit, LargestBlockBytes, size), cancellationToken);
        return pixels.Length == size ? pixels : throw new FfmpegException("decode the picture", "no whole picture came out");
    }

    /// <summary>Asks FFmpeg for a size that the header did not tell.</summary>
    /// <exception cref="FfmpegException">It has none.</exception>
    public async Task<(int Width, int Height)> MeasureAsync(string path, MediaKind kind, long mostPixels, CancellationToken cancellationToken)
    {
        // ffprobe takes no decoder's name, but these demuxers name it: png_pipe, jpeg_pipe, webp_pipe, tiff_pipe.
        string[] arguments =
        [
            "-protocol_whitelist", "file", "-max_pixels", mostPixels.ToString(CultureInfo.InvariantCulture),
            "-f", kind.ToString().ToLowerInvariant() + "_pipe", "-show_entries", "stream=width,height", "-of", "csv=p=0:s=x", "file:" + path,
        ];
        var answer = await tools.ProbeAsync("measure the picture", arguments, cancellationToken);
        var sides = System.Text.Encoding.ASCII.GetString(answer).Trim().Split('x');
        return sides.Length == 2 && int.TryParse(sides[0], CultureInfo.InvariantCulture, out var width)
            && int.TryParse(sides[1], CultureInfo.InvariantCulture, out var height) && width > 0 && height > 0
            ? (width, height)
            : throw new FfmpegException("measure the picture", "it has no size");
    }

    // image2 without patterns hands the whole file to the one decoder named: nothing is probed and nothing else opened.
    private static string[] Input(string path, MediaKind kind, long mostPixels) =>
    [
        "-protocol_whitelist", "file", "-max_pixels", mostPixels.ToString(CultureInfo.InvariantCulture),
        "-f", "image2", "-pattern_type", "none", "-c:v", DecoderOf(kind), "-i", "file:" + path,
    ];

    private static string DecoderOf(MediaKind kind) => kind switch
    {
        MediaKind.Png => "png",
        MediaKind.Jpeg => "mjpeg",
        MediaKind.WebP => "webp",
        MediaKind.Tiff => "tiff",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No still picture."),
    };

    /// <summary>Filters that turn a picture upright, with a comma behind each; orientation as Exif counts.</summary>
    internal static string UprightFilter(int orientation) => orientation switch
    {
        2 => "hflip,",
        3 => "hflip,vflip,",
        4 => "vflip,",
        5 => "transpose=cclock_flip,",
        6 => "transpose=clock,",
        7 => "transpose=clock_flip,",
        8 => "transpose=cclock,",
        _ => "",
    };
}
