using System.Globalization;
using System.Runtime.InteropServices;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Media.Ffmpeg.Footage;
using Sora2.LocalServer.Media.Footage;
using Sora2.LocalServer.Media.Frames;
using Sora2.LocalServer.Media.Sound;

namespace Sora2.LocalServer.Media.Ffmpeg;

/// <summary>Encodes a reel's frames, with the mix that lies beside them, into one movie and its poster; frames travel by pipe.</summary>
internal sealed class MovieWriter(FfmpegTools tools)
{
    private const int PosterWidth = 480;

    // Ten minutes still fit the 32 bits that a movie header has for its length.
    private const long LargestTimescale = uint.MaxValue / 600;

    /// <param name="mix">The mix as a Broadcast Wave file, or null for a silent movie.</param>
    /// <param name="poster">Where the middle frame goes as a JPEG, at most 480 pixels wide.</param>
    /// <param name="source">The original of a retake, or null.</param>
    /// <exception cref="FfmpegException">FFmpeg failed.</exception>
    public async Task WriteAsync(
        Reel reel,
        FramePlacement placement,
        MovieFormat format,
        Timecode start,
        EncodeSettings settings,
        SpliceSource? source,
        string? mix,
        string path,
        string poster,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        tools.RequireEncoder(format.Encoder);
        var frames = source?.Splice.Frames ?? reel.Header.Picture.Frames;
        string[] sound = mix is null ? [] : ["-protocol_whitelist", "file", "-f", "wav", "-i", "file:" + mix];
        string[] soundMap = mix is null ? [] : ["-map", "1:a:0", .. format.SoundArguments, "-metadata:s:a:0", "language=und"];
        var toSequence = PictureFilter.ToSequence(placement, format.PixelFormat, format.Dither);
        string[] picture = source is null
            ? ["-map", "0:v:0", "-filter:v", toSequence]
            :
            [
                .. ClipReport.Input(Path.GetFullPath(source.Splice.Movie), source.Clip.Container), "-filter_complex",
                SpliceFilter.Join(source, mix is null ? 1 : 2, toSequence, settings.Sequence, format, frames) + $";[shot]split[movie][middle];[middle]{PosterFilter(frames, placement)}[poster]",
                "-map", "[movie]",
            ];
        string[] arguments =
        [
            .. RawInput(reel), .. sound, .. picture,
            "-fps_mode", "passthrough", "-c:v", format.Encoder, .. format.EncoderArguments, "-pix_fmt", format.PixelFormat,
            "-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "tv",
            .. soundMap,
            "-map_metadata", "-1", "-timecode", start.ToString(), "-metadata:s:v:0", "reel_name=" + settings.ReelName,
            "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact",
            "-movie_timescale", TimescaleOf(start.Rate), "-movflags", "+write_colr+faststart", "-f", format.Muxer, "file:" + path,
            .. source is null
                ? ["-map", "0:v:0", "-filter:v", PosterFilter(frames, placement, PictureFilter.ToSequence(placement, "yuv444p", dither: true) + ",")]
                : (string[])["-map", "[poster]"],
            "-fps_mode", "passthrough", "-frames:v", "1", "-c:v", "mjpeg", "-q:v", "3",
            "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-f", "image2", "-update", "1", "file:" + poster,
        ];
        await tools.RunAsync(
            "encode the picture", arguments, (pipe, stop) => SendAsync(reel, pipe, progress, stop), FfmpegLimits.Encode, cancellationToken);
    }

    // The middle frame as a JPEG. A second output of the same run: the frames are at hand, and a start of FFmpeg costs as much as
    // half a hundred small frames.
    private static string PosterFilter(int frames, FramePlacement placement, string toSequence = "")
    {
        var width = Math.Min(PosterWidth, placement.Width);
        var height = Math.Max(2, (int)((long)placement.Height * width / placement.Width));
        return string.Create(CultureInfo.InvariantCulture, $"select=eq(n\\,{frames / 2}),") + toSequence
            + string.Create(
                CultureInfo.InvariantCulture, $"scale={width}:{height}:flags=lanczos+accurate_rnd:out_range=full:out_color_matrix=bt601,format=yuvj420p");
    }

    // Edit lists count in the movie's time scale; FFmpeg's own of 1000 cuts up to a millisecond off the sound. This one holds
    // both a frame and a sample exactly: 240000 for 29.97.
    private static string TimescaleOf(FrameRate rate)
    {
        var divisor = (long)System.Numerics.BigInteger.GreatestCommonDivisor(rate.Numerator, StemMix.SampleRate);
        var timescale = rate.Numerator / divisor * StemMix.SampleRate;
        return (timescale <= LargestTimescale ? timescale : StemMix.SampleRate).ToString(CultureInfo.InvariantCulture);
    }

    private static string[] RawInput(Reel reel)
    {
        var picture = reel.Header.Picture;
        return
        [
            "-protocol_whitelist", "pipe", "-f", "rawvideo", "-pixel_format", "rgb48le",
            "-video_size", string.Create(CultureInfo.InvariantCulture, $"{picture.Width}x{picture.Height}"),
            "-framerate", $"{reel.Header.FrameRate.Numerator}/{reel.Header.FrameRate.Denominator}", "-i", "pipe:0",
        ];
    }

    private static async Task SendAsync(Reel reel, Stream pipe, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        // A span into the memory map cannot live across an await: one frame is copied.
        var frame = new byte[reel.Header.BytesPerFrame];
        var frames = reel.Header.Picture.Frames;
        for (var index = 0; index < frames; index++)
        {
            MemoryMarshal.AsBytes(reel.Frame(index)).CopyTo(frame);
            await pipe.WriteAsync(frame, cancellationToken);
            progress?.Report((double)(index + 1) / frames);
        }
    }
}
