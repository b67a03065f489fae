using System.Collections.ObjectModel;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Media.Bwf;
using Sora2.LocalServer.Media.Ffmpeg;
using Sora2.LocalServer.Media.Footage;
using Sora2.LocalServer.Media.Frames;
using Sora2.LocalServer.Media.Sound;
using Sora2.LocalServer.Media.Verification;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Media;

/// <summary>Turns a reel into the files an editor takes: one movie, the mix, a file for each stem, a poster; all read back and checked.</summary>
public sealed class ShotEncoder(FfmpegTools tools)
{
    /// <summary>Writes all files of one shot into <paramref name="folder"/>; nothing in it is overwritten.</summary>
    /// <param name="progress">0 to 1.</param>
    /// <exception cref="InvalidRequestException">The sequence's settings cannot be encoded; nothing was written.</exception>
    /// <exception cref="InvalidMediaException">The original of a retake cannot be taken; nothing was written.</exception>
    /// <exception cref="FfmpegException">FFmpeg failed; half-written files are left in <paramref name="folder"/>.</exception>
    /// <exception cref="ShotVerificationException">What was written is not what was asked for.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; half-written files are left in <paramref name="folder"/>.</exception>
    public async Task<EncodedShot> EncodeAsync(
        Reel reel, EncodeSettings settings, string folder, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var start = EncodeCheck.StartOf(reel, settings);
        var format = MovieFormat.Of(settings.Codec, start.Rate.TimecodeBase);
        var placement = FramePlacement.Of(
            reel.Header.Picture.Width, reel.Header.Picture.Height, settings.Sequence.Width, settings.Sequence.Height, settings.Sequence.Fit);
        var name = Path.Combine(Path.GetFullPath(folder), settings.BaseName);

        var source = settings.Splice is { } splice
            ? await SpliceSource.OpenAsync(tools, splice, start.Rate, reel.Header.Picture.Frames, cancellationToken)
            : null;
        var frames = source?.Splice.Frames ?? reel.Header.Picture.Frames;
        var sound = settings.Sound ? await SoundOfAsync(reel, settings, source, cancellationToken) : null;
        var mix = sound is null ? null : await WriteSoundAsync(name, "MIX", settings, start, sound.Mix, cancellationToken);
        var movie = new MovieWriter(tools).WriteAsync(
            reel, placement, format, start, settings, source, mix, name + format.Extension, name + ".jpg", progress, cancellationToken);
        var stems = WriteStemsAsync(name, settings, start, sound, cancellationToken);

        // Both, even when one fails: no file is written once this method has ended.
        await Task.WhenAll(movie, stems);
        var shot = new EncodedShot(name + format.Extension, mix, await stems, name + ".jpg");
        await new ShotVerifier(tools).VerifyAsync(shot, settings, frames, cancellationToken);
        return shot;
    }

    private async Task<StemMix> SoundOfAsync(Reel reel, EncodeSettings settings, SpliceSource? source, CancellationToken cancellationToken)
    {
        var made = StemMix.Of(reel);
        var rate = reel.Header.FrameRate;
        if (settings.Kept is { } kept)
        {
            made = made.With(await StemFiles.ReadAsync(kept.Files, SampleAt(kept.FirstFrame), made.Mix.Length, mayEnd: true, cancellationToken));
        }

        if (source is { Splice: var splice })
        {
            var length = SampleAt(splice.Frames);
            var originals = splice.Stems.Count > 0
                ? await StemFiles.ReadAsync(splice.Stems, 0, length, mayEnd: false, cancellationToken)
                : await source.StemsOfTheMovieAsync(tools, length, cancellationToken);
            made = made.Into(originals, SampleAt(splice.FirstFrame), SampleAt(splice.EndFrame), length);
        }

        return made;

        int SampleAt(int frame) => checked((int)rate.SamplesIn(frame, StemMix.SampleRate));
    }

    private static async Task<IReadOnlyDictionary<StemKind, string>> WriteStemsAsync(
        string name, EncodeSettings settings, Timecode start, StemMix? sound, CancellationToken cancellationToken)
    {
        var stems = new Dictionary<StemKind, string>();
        foreach (var (kind, samples) in sound?.Stems ?? ReadOnlyDictionary<StemKind, int[]>.Empty)
        {
            stems[kind] = await WriteSoundAsync(name, StemNames.SuffixOf(kind), settings, start, samples, cancellationToken);
        }

        return stems;
    }

    private static async Task<string> WriteSoundAsync(
        string name, string suffix, EncodeSettings settings, Timecode start, int[] samples, CancellationToken cancellationToken)
    {
        var path = $"{name}_{suffix}.wav";
        var parts = settings.BaseName.Split('_');
        var header = new BwfHeader
        {
            Description = settings.Description,
            Reference = $"{settings.BaseName}_{suffix}",
            Start = start,
            Project = parts[0],
            Scene = parts.Length > 2 ? string.Join('_', parts[1..^1]) : settings.BaseName,
            Take = parts[^1],
            Tape = settings.ReelName,
            Track = suffix,
        };
        await BwfWriter.WriteAsync(path, header, samples, cancellationToken);
        return path;
    }
}
