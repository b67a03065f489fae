using System.Globalization;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Media.Ffmpeg;
using Sora2.LocalServer.Media.Ffmpeg.Footage;
using Sora2.LocalServer.Media.Sound;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Media.Footage;

/// <summary>The original of a retake, looked at before anything is made.</summary>
internal sealed record SpliceSource(Splice Splice, ClipProbe Clip)
{
    private const string Allowed = "a movie as this server delivers shots: progressive, upright, square pixels, Rec. 709, at the sequence's frame rate";

    /// <exception cref="InvalidRequestException">The range does not lie on the time line.</exception>
    /// <exception cref="InvalidMediaException">The original is no such movie, or too short.</exception>
    public static async Task<SpliceSource> OpenAsync(
        FfmpegTools tools, Splice splice, FrameRate rate, int newFrames, CancellationToken cancellationToken)
    {
        var frames = splice.Frames;
        if (splice.FirstFrame < 0 || splice.EndFrame <= splice.FirstFrame || splice.EndFrame > frames || splice.EndFrame - splice.FirstFrame != newFrames)
        {
            throw new InvalidRequestException(
                "retake range",
                string.Create(CultureInfo.InvariantCulture, $"frames {splice.FirstFrame} to {splice.EndFrame}"),
                string.Create(CultureInfo.InvariantCulture, $"{newFrames} frames, which were made anew, within 0 to {frames}"));
        }

        var clip = await new FootageProbe(tools).InspectAsync(splice.Movie, cancellationToken);
        var problem = clip.FrameRate != rate && !clip.VariableFrameRate ? $"at {clip.FrameRate} frames a second" : clip.Oddity;
        var needed = splice.EndFrame < frames ? frames : splice.FirstFrame;
        problem ??= clip.Frames < needed ? string.Create(CultureInfo.InvariantCulture, $"{clip.Frames} frames long and {needed} are needed") : null;
        return problem is null ? new SpliceSource(splice, clip) : throw new InvalidMediaException(problem, Allowed);
    }

    /// <summary>
    /// What the movie sounds like, as a stem: dialogue, where production sound belongs, at its own level. None when it has no sound.
    /// </summary>
    /// <returns>In ±<see cref="StemMix.FullScale"/>, <paramref name="samples"/> at 48 kHz from the first frame on.</returns>
    /// <exception cref="FfmpegException">It cannot be decoded.</exception>
    public async Task<IReadOnlyDictionary<StemKind, int[]>> StemsOfTheMovieAsync(FfmpegTools tools, int samples, CancellationToken cancellationToken)
    {
        if (Clip.Sound is null)
        {
            return new Dictionary<StemKind, int[]>();
        }

        var sound = await new ClipDecoder(tools).SoundAsync(
            Path.GetFullPath(Splice.Movie), Clip, Clip.Origin, samples, StemMix.SampleRate, cancellationToken);
        return new Dictionary<StemKind, int[]>
        {
            [StemKind.Dialogue] = Array.ConvertAll(sound, sample => (int)Math.Round(sample * (double)StemMix.FullScale)),
        };
    }
}
