using System.Globalization;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Media.Verification;

/// <summary>Refuses what FFmpeg would take in silence and spoil.</summary>
/// <remarks>At 25 frames a second with ";" it prints an error, ends with code 0 and leaves the timecode out.</remarks>
public static class EncodeCheck
{
    private const int DnxhrLeastWidth = 256;
    private const int DnxhrLeastHeight = 120;
    private const int LongestReelName = 200;

    /// <summary>Checks what a codec and the timecode demand of a sequence, before anything is made.</summary>
    /// <returns>The parsed start timecode.</returns>
    /// <exception cref="InvalidRequestException">Names the field and what is allowed.</exception>
    public static Timecode Check(SequenceSettings sequence, PictureCodec codec)
    {
        var size = string.Create(CultureInfo.InvariantCulture, $"{sequence.Width}x{sequence.Height}");
        if (sequence.Width % 2 != 0 || sequence.Height % 2 != 0 || sequence.Width is < 16 or > 8192 || sequence.Height is < 16 or > 8192)
        {
            throw new InvalidRequestException("sequence.size", size, "even width and height from 16 to 8192");
        }

        if (codec == PictureCodec.DnxhrHqx && (sequence.Width < DnxhrLeastWidth || sequence.Height < DnxhrLeastHeight))
        {
            throw new InvalidRequestException("sequence.size", size, $"{DnxhrLeastWidth}x{DnxhrLeastHeight} or larger with codec dnxhr-hqx");
        }

        return Timecode.TryParse(sequence.StartTimecode, sequence.FrameRate, out var start, out var problem)
            ? start
            : throw new InvalidRequestException("sequence.start_timecode", $"\"{sequence.StartTimecode}\"", problem);
    }

    /// <summary>Checks that settings and reel belong together.</summary>
    internal static Timecode StartOf(Reel reel, EncodeSettings settings)
    {
        var start = Check(settings.Sequence, settings.Codec);
        if (reel.Header.FrameRate != settings.Sequence.FrameRate)
        {
            throw new InvalidRequestException(
                "sequence.frame_rate", settings.Sequence.FrameRate.ToString(), $"the reel's own rate, {reel.Header.FrameRate}");
        }

        if (settings.BaseName.Length is 0 or > 200 || !settings.BaseName.All(IsNameCharacter))
        {
            throw new InvalidRequestException("base name", $"\"{settings.BaseName}\"", "1 to 200 letters, digits, '-' and '_'");
        }

        if (settings.ReelName.Length is 0 or > LongestReelName || !settings.ReelName.All(IsNameCharacter))
        {
            throw new InvalidRequestException("reel name", $"\"{settings.ReelName}\"", $"1 to {LongestReelName} letters, digits, '-' and '_'");
        }

        return start;
    }

    private static bool IsNameCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '_';
}
