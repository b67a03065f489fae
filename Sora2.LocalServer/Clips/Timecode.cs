using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Sora2.LocalServer.Clips;

/// <summary>A frame's address on a day of 24 hours: a frame number since midnight, shown as hours, minutes, seconds, frames.</summary>
/// <remarks>
/// SMPTE ST 12-1. Drop-frame leaves out frame numbers, never frames: 00 and 01 of each minute but each tenth at 29.97, 00 to
/// 03 at 59.94. Every other rate counts straight on, so that an hour of 23.976 lasts 3603.6 s.
/// </remarks>
public readonly record struct Timecode
{
    private const int MinutesADay = 24 * 60;

    private Timecode(FrameRate rate, bool dropFrame, long frameNumber)
    {
        Rate = rate;
        DropFrame = dropFrame;
        FrameNumber = frameNumber;
    }

    public FrameRate Rate { get; }

    public bool DropFrame { get; }

    /// <summary>Frames since midnight, 0 to a day less one.</summary>
    public long FrameNumber { get; }

    /// <summary>True for 30000/1001 and 60000/1001, the only rates that have drop-frame timecode.</summary>
    public static bool AllowsDropFrame(FrameRate rate) => rate.Denominator == 1001 && rate.Numerator is 30000 or 60000;

    /// <summary>
    /// Reads "hh:mm:ss:ff", or "hh:mm:ss;ff" for drop-frame; fields may have one digit less. <paramref name="problem"/> says
    /// what is wrong and what is allowed.
    /// </summary>
    public static bool TryParse(string? text, FrameRate rate, out Timecode timecode, [NotNullWhen(false)] out string? problem)
    {
        timecode = default;
        var fields = text?.Split(':', ';', ',', '.') ?? [];
        if (fields.Length != 4 || !TryReadFields(fields, out var hours, out var minutes, out var seconds, out var frames))
        {
            problem = "hh:mm:ss:ff, or hh:mm:ss;ff for drop-frame";
            return false;
        }

        var separator = text![^(fields[3].Length + 1)];
        if (text.AsSpan(0, text.Length - fields[3].Length - 1).IndexOfAny(';', ',', '.') >= 0 || separator is ',' or '.')
        {
            problem = "':' between the fields, and ';' only before the frames";
            return false;
        }

        var dropFrame = separator == ';';
        if (dropFrame && !AllowsDropFrame(rate))
        {
            problem = $"':' before the frames, for drop-frame is only for 30000/1001 and 60000/1001 and the rate is {rate}";
            return false;
        }

        var count = rate.TimecodeBase;
        if (hours > 23 || minutes > 59 || seconds > 59 || frames >= count)
        {
            problem = string.Create(
                CultureInfo.InvariantCulture, $"hours 00 to 23, minutes and seconds 00 to 59, frames 00 to {count - 1:00} at {rate}");
            return false;
        }

        var dropped = DroppedAMinute(count);
        if (dropFrame && seconds == 0 && minutes % 10 != 0 && frames < dropped)
        {
            problem = string.Create(
                CultureInfo.InvariantCulture,
                $"frames {dropped:00} and up here: drop-frame at {rate} leaves out 00 to {dropped - 1:00} at the start of each minute but each tenth");
            return false;
        }

        var minute = (hours * 60L) + minutes;
        var number = (((minute * 60) + seconds) * count) + frames;
        timecode = new Timecode(rate, dropFrame, dropFrame ? number - (dropped * (minute - (minute / 10))) : number);
        problem = null;
        return true;
    }

    /// <exception cref="FormatException">No timecode of this rate; the message says what is allowed.</exception>
    public static Timecode Parse(string text, FrameRate rate) => TryParse(text, rate, out var timecode, out var problem)
        ? timecode
        : throw new FormatException($"Timecode \"{text}\" at {rate}: allowed is {problem}.");

    /// <summary>The timecode <paramref name="frames"/> later (earlier when negative); runs on past midnight to 00:00:00:00.</summary>
    public Timecode Add(long frames)
    {
        var day = FramesADay;
        return new Timecode(Rate, DropFrame, (((FrameNumber + frames) % day) + day) % day);
    }

    /// <summary>Samples since midnight, in real time: what a BWF's time_reference holds. Rounded to the nearest sample.</summary>
    public long SamplesSinceMidnight(int sampleRate)
    {
        var (quotient, remainder) = Int128.DivRem((Int128)FrameNumber * sampleRate * Rate.Denominator, Rate.Numerator);
        return (long)quotient + (2 * remainder >= Rate.Numerator ? 1 : 0);
    }

    public override string ToString()
    {
        var count = Rate.TimecodeBase;
        var number = FrameNumber;
        if (DropFrame)
        {
            // A block of ten minutes drops nine times; inside it the first minute has all its numbers.
            var dropped = DroppedAMinute(count);
            var (blocks, rest) = Math.DivRem(number, (600L * count) - (9 * dropped));
            var minuteFrames = (60L * count) - dropped;
            number += dropped * ((9 * blocks) + (rest < 60L * count ? 0 : 1 + ((rest - (60L * count)) / minuteFrames)));
        }

        var seconds = number / count;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}{(DropFrame ? ';' : ':')}{number % count:00}");
    }

    private long FramesADay
    {
        get
        {
            var all = MinutesADay * 60L * Rate.TimecodeBase;
            return DropFrame ? all - (DroppedAMinute(Rate.TimecodeBase) * (MinutesADay - (MinutesADay / 10))) : all;
        }
    }

    private static int DroppedAMinute(int timecodeBase) => timecodeBase / 15;

    private static bool TryReadFields(string[] fields, out int hours, out int minutes, out int seconds, out int frames)
    {
        minutes = seconds = frames = 0;
        return TryReadField(fields[0], out hours) && TryReadField(fields[1], out minutes)
            && TryReadField(fields[2], out seconds) && TryReadField(fields[3], out frames);
    }

    private static bool TryReadField(string text, out int value)
    {
        value = 0;
        return text.Length is >= 1 and <= 3 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
