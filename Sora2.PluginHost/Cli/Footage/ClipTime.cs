using System.Globalization;
using System.Text.RegularExpressions;
using Sora2.Contracts.V1;

namespace Sora2.PluginHost.Cli.Footage;

/// <summary>Reads times on a clip as editors write them: seconds, or timecode.</summary>
internal static partial class ClipTime
{
    /// <summary>Seconds from the clip's first frame.</summary>
    /// <param name="text">"1.5" counts from the first frame; "10:00:01:12" is what the clip's own timecode says there.</param>
    /// <exception cref="CliException">No time on this clip.</exception>
    public static double Parse(string option, string text, InspectResponse clip)
    {
        if (!text.Contains(':', StringComparison.Ordinal))
        {
            return ParseSeconds(option, text);
        }

        var start = clip.StartTimecode.Length > 0 ? clip.StartTimecode : "00:00:00:00";
        var from = TryFrames(start, clip.FrameRate) ?? 0;
        return TryFrames(text, clip.FrameRate) is { } frames && frames >= from
            ? SecondsOf(frames - from, clip.FrameRate)
            : throw CliException.Invalid(option, $"\"{text}\"", $"seconds such as 1.5, or timecode \"hh:mm:ss:ff\" from {start}, where the clip begins");
    }

    /// <summary>A length: "1.5", or "00:00:01:12" at <paramref name="rate"/>.</summary>
    /// <exception cref="CliException">No length.</exception>
    public static double ParseLength(string option, string text, FrameRate rate) =>
        !text.Contains(':', StringComparison.Ordinal) ? ParseSeconds(option, text)
        : TryFrames(text, rate) is { } frames ? SecondsOf(frames, rate)
        : throw CliException.Invalid(option, $"\"{text}\"", "seconds such as 1.5, or \"hh:mm:ss:ff\"");

    private static double ParseSeconds(string option, string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds)
            ? seconds
            : throw CliException.Invalid(option, $"\"{text}\"", "seconds such as 1.5, or timecode \"hh:mm:ss:ff\"");

    // SMPTE ST 12-1: drop-frame leaves out numbers at the start of every minute but each tenth, never frames.
    private static long? TryFrames(string text, FrameRate rate)
    {
        var match = Timecode().Match(text);
        if (!match.Success || rate is not { Numerator: > 0, Denominator: > 0 })
        {
            return null;
        }

        var count = (rate.Numerator + rate.Denominator - 1L) / rate.Denominator;
        var (hours, minutes, seconds, frames) = (Number(1), Number(2), Number(3), Number(5));
        if (hours > 23 || minutes > 59 || seconds > 59 || frames >= count)
        {
            return null;
        }

        var minute = (hours * 60) + minutes;
        var dropped = match.Groups[4].Value == ";" ? count / 15 * (minute - (minute / 10)) : 0;
        return (((minute * 60) + seconds) * count) + frames - dropped;

        long Number(int group) => long.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
    }

    private static double SecondsOf(long frames, FrameRate rate) => (double)frames * rate.Denominator / rate.Numerator;

    [GeneratedRegex(@"\A([0-9]{1,2}):([0-9]{2}):([0-9]{2})([:;])([0-9]{2,3})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Timecode();
}
