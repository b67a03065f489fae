using System.Globalization;
using System.Text;
using Sora2.LocalServer.Media.Ffmpeg.Footage;
using Sora2.LocalServer.Media.Sound;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Media.Ffmpeg;

/// <summary>Puts parts behind each other: movies of one size and rate into one movie, sounds into one sound.</summary>
internal sealed class MovieJoiner(FfmpegTools tools)
{
    private static readonly CompositeFormat s_silence = CompositeFormat.Parse("aevalsrc=0|0:s={0}:d={1:0.######}[a{2}];");

    /// <summary>One H.264 movie of all parts; what has no sound is silent.</summary>
    /// <exception cref="FfmpegException">FFmpeg failed.</exception>
    public Task JoinMoviesAsync(IReadOnlyList<MoviePart> parts, SequenceSettings sequence, string path, CancellationToken cancellationToken)
    {
        var format = MovieFormat.Of(PictureCodec.H264, sequence.FrameRate.TimecodeBase);
        tools.RequireEncoder(format.Encoder);
        var filter = new StringBuilder();
        for (var index = 0; index < parts.Count; index++)
        {
            filter.Append(
                CultureInfo.InvariantCulture,
                $"[{index}:v:0]fps={sequence.FrameRate.Numerator}/{sequence.FrameRate.Denominator},scale={sequence.Width}:{sequence.Height},setsar=1,format={format.PixelFormat}[v{index}];");
            AppendSound(filter, parts[index], index);
        }

        for (var index = 0; index < parts.Count; index++)
        {
            filter.Append(CultureInfo.InvariantCulture, $"[v{index}][a{index}]");
        }

        filter.Append(CultureInfo.InvariantCulture, $"concat=n={parts.Count}:v=1:a=1[v][a]");
        return RunAsync(
            "join the movies", parts,
            [
                "-filter_complex", filter.ToString(), "-map", "[v]", "-map", "[a]", "-c:v", format.Encoder, .. format.EncoderArguments,
                "-pix_fmt", format.PixelFormat, "-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "tv",
                .. format.SoundArguments, "-map_metadata", "-1", "-movflags", "+write_colr+faststart", "-f", format.Muxer, "file:" + path,
            ],
            cancellationToken);
    }

    /// <summary>One WAV of all parts, 48 kHz, 24 bit, stereo.</summary>
    /// <exception cref="FfmpegException">FFmpeg failed.</exception>
    public Task JoinSoundsAsync(IReadOnlyList<MoviePart> parts, string path, CancellationToken cancellationToken)
    {
        var filter = new StringBuilder();
        for (var index = 0; index < parts.Count; index++)
        {
            AppendSound(filter, parts[index], index);
        }

        for (var index = 0; index < parts.Count; index++)
        {
            filter.Append(CultureInfo.InvariantCulture, $"[a{index}]");
        }

        filter.Append(CultureInfo.InvariantCulture, $"concat=n={parts.Count}:v=0:a=1[a]");
        return RunAsync(
            "join the sounds", parts, ["-filter_complex", filter.ToString(), "-map", "[a]", "-c:a", "pcm_s24le", "-map_metadata", "-1", "-f", "wav", "file:" + path],
            cancellationToken);
    }

    // Each part's sound is exactly as long as its picture, so that nothing drifts behind a joint.
    private static void AppendSound(StringBuilder filter, MoviePart part, int index)
    {
        if (part.HasSound)
        {
            filter.Append(
                CultureInfo.InvariantCulture,
                $"[{index}:a:0]aresample={StemMix.SampleRate},aformat=channel_layouts=stereo,apad,atrim=duration={part.Seconds:0.######},asetpts=PTS-STARTPTS[a{index}];");
        }
        else
        {
            filter.AppendFormat(CultureInfo.InvariantCulture, s_silence, StemMix.SampleRate, part.Seconds, index);
        }
    }

    private Task RunAsync(string work, IReadOnlyList<MoviePart> parts, string[] output, CancellationToken cancellationToken) => tools.RunAsync(
        work, [.. parts.SelectMany(static part => ClipReport.Input(part.Path, part.Container)), .. output], null, FfmpegLimits.Encode, cancellationToken);
}
