using System.Globalization;
using System.Runtime.InteropServices;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Media.Footage;
using Sora2.LocalServer.Media.Frames;

namespace Sora2.LocalServer.Media.Ffmpeg.Footage;

/// <summary>Decodes a stretch of a clip from outside, picture and sound each in a run of its own, within limits.</summary>
internal sealed class ClipDecoder(FfmpegTools tools)
{
    private const long LargestBlockBytes = 1024L * 1024 * 1024;
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);

    /// <returns>Planes of 16 bit little-endian, G, B, R and alpha if the clip has it, of the placement's kept size, frame by frame.</returns>
    /// <exception cref="FfmpegException">It cannot be decoded.</exception>
    public async Task<byte[]> PictureAsync(
        string path, ClipProbe clip, ClipTimeline timeline, double first, int frames, FrameRate rate, FramePlacement placement, CancellationToken cancellationToken)
    {
        RequireFilters(clip, timeline);
        var size = checked((clip.HasAlpha ? 8L : 6L) * placement.KeptWidth * placement.KeptHeight * frames);
        string[] arguments =
        [
            "-noautorotate", .. Input(path, clip, timeline.Seek),
            "-map", Map(clip.Stream), "-filter:v", ClipFilter.ToRgb(clip, clip.Interlaced || timeline.Interlaced, first, rate, placement),
            "-fps_mode", "passthrough", "-frames:v", frames.ToString(CultureInfo.InvariantCulture), "-f", "rawvideo", "pipe:1",
        ];
        var pixels = await tools.RunAsync(
            "decode the clip's picture", arguments, null, new FfmpegLimits(s_limit, LargestBlockBytes, size), cancellationToken);
        return pixels.Length == size ? pixels : throw new FfmpegException("decode the clip's picture", $"{pixels.Length} of {size} bytes came out");
    }

    /// <summary>All channels' mean, so that what is equal in all keeps its level.</summary>
    /// <returns>Exactly <paramref name="samples"/>; silence where the clip has no sound.</returns>
    /// <exception cref="FfmpegException">It cannot be decoded.</exception>
    public async Task<float[]> SoundAsync(
        string path, ClipProbe clip, double start, int samples, int sampleRate, CancellationToken cancellationToken)
    {
        var sound = new float[samples];
        if (clip.Sound is not { } tracks)
        {
            return sound;
        }

        var end = start + ((double)samples / sampleRate);
        var seek = start - 2 > clip.Origin ? start - 2 : (double?)null;
        var filter = string.Concat(tracks.Tracks.Select((track, i) => $"[{Map(track)}]{Conform(tracks, start, end, sampleRate)}[t{i}];"))
            + string.Concat(tracks.Tracks.Select((_, i) => $"[t{i}]"))
            + (tracks.Tracks.Count == 1 ? "anull" : string.Create(CultureInfo.InvariantCulture, $"amix=inputs={tracks.Tracks.Count}:normalize=0,volume=1/{tracks.Tracks.Count}:precision=double"))
            + "[mono]";
        string[] arguments =
        [
            .. Input(path, clip, seek), "-filter_complex", filter, "-map", "[mono]", "-c:a", "pcm_f32le", "-f", "f32le", "pipe:1",
        ];
        var bytes = await tools.RunAsync(
            "decode the clip's sound", arguments, null, new FfmpegLimits(s_limit, LargestBlockBytes, 4L * (samples + (4L * sampleRate))), cancellationToken);
        var decoded = MemoryMarshal.Cast<byte, float>(bytes);
        decoded[..Math.Min(samples, decoded.Length)].CopyTo(sound);
        for (var i = 0; i < samples; i++)
        {
            sound[i] = float.IsFinite(sound[i]) ? Math.Clamp(sound[i], -1f, 1f) : 0f;
        }

        return sound;
    }

    // first_pts puts silence before a sound that begins late. It counts samples of the input's rate: only 0 is the same in all.
    private static string Conform(ClipSound sound, double start, double end, int sampleRate)
    {
        var channels = sound.Channels / sound.Tracks.Count;
        var share = string.Create(CultureInfo.InvariantCulture, $"{1.0 / channels:0.#########}");
        var mean = string.Join('+', Enumerable.Range(0, channels).Select(channel => $"{share}*c{channel}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"atrim=end={end + 1:0.######},pan=mono|c0={mean},aformat=sample_fmts=flt,asetpts=PTS-({start:0.#########})/TB,")
            + string.Create(CultureInfo.InvariantCulture, $"aresample={sampleRate}:async=1:first_pts=0,atrim=end={end - start + 0.01:0.######}");
    }

    private void RequireFilters(ClipProbe clip, ClipTimeline timeline)
    {
        if (clip.Colour.IsHdr && !tools.HasFilter("tonemap"))
        {
            throw new InvalidMediaException(
                $"HDR ({clip.Colour.Name}), which {tools.FfmpegPath} {tools.Version} cannot bring to Rec. 709", "SDR, or an FFmpeg with the filter tonemap");
        }

        if ((clip.Interlaced || timeline.Interlaced) && !tools.HasFilter("bwdif"))
        {
            throw new InvalidMediaException(
                $"interlaced, which {tools.FfmpegPath} {tools.Version} cannot make progressive", "progressive footage, or an FFmpeg with the filter bwdif");
        }
    }

    // Time stamps stay the container's own, so that picture and sound are cut at the same moment.
    private static string[] Input(string path, ClipProbe clip, double? seek)
    {
        string[] where = seek is { } at
            ? ["-seek_timestamp", "1", "-noaccurate_seek", "-ss", at.ToString("0.######", CultureInfo.InvariantCulture)]
            : [];
        return ["-copyts", .. where, .. ClipReport.Input(path, clip.Container)];
    }

    private static string Map(int stream) => string.Create(CultureInfo.InvariantCulture, $"0:{stream}");
}
