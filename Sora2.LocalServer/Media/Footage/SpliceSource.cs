using System.Globalization;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Media.Bwf;
using Sora2.LocalServer.Media.Ffmpeg;
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
        var problem = clip.FrameRate != rate || clip.VariableFrameRate ? $"at {clip.FrameRate} frames a second{(clip.VariableFrameRate ? " that vary" : "")}"
            : clip.Interlaced ? "interlaced"
            : clip.Orientation != 1 ? "not upright"
            : Math.Abs(clip.PixelAspect - 1) > 0.001 ? "of pixels that are not square"
            : clip.Colour.IsHdr ? $"HDR ({clip.Colour.Name})"
            : clip.HasAlpha ? "transparent"
            : null;
        var needed = splice.EndFrame < frames ? frames : splice.FirstFrame;
        problem ??= clip.Frames < needed ? string.Create(CultureInfo.InvariantCulture, $"{clip.Frames} frames long and {needed} are needed") : null;
        return problem is null ? new SpliceSource(splice, clip) : throw new InvalidMediaException(problem, Allowed);
    }

    /// <summary>The original's stems, one channel of each: delivered stems have two equal ones.</summary>
    /// <param name="samples">Each must have so many at least.</param>
    /// <exception cref="InvalidMediaException">No stem file as delivered, or too short.</exception>
    public async Task<IReadOnlyDictionary<StemKind, int[]>> ReadStemsAsync(long samples, CancellationToken cancellationToken)
    {
        const string allowed = "a 24-bit 48 kHz stereo stem as delivered, as long as the shot";
        var stems = new Dictionary<StemKind, int[]>();
        foreach (var (kind, path) in Splice.Stems)
        {
            BwfReader file;
            try
            {
                file = await BwfReader.ReadAsync(path, cancellationToken);
            }
            catch (InvalidDataException error)
            {
                throw new InvalidMediaException($"no stem ({error.Message.TrimEnd('.')})", allowed);
            }

            if (file.SampleRate != StemMix.SampleRate || file.ChannelCount != BwfWriter.ChannelCount || file.Samples.Length < samples * BwfWriter.ChannelCount)
            {
                throw new InvalidMediaException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"a {kind} stem of {file.ChannelCount} channels at {file.SampleRate} Hz with {file.Samples.Length / Math.Max(1, file.ChannelCount)} of {samples} samples"),
                    allowed);
            }

            stems[kind] = [.. Enumerable.Range(0, (int)samples).Select(i => file.Samples[i * BwfWriter.ChannelCount])];
        }

        return stems;
    }
}
