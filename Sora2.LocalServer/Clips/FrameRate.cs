using System.Globalization;
using System.Numerics;
using System.Text.Json.Serialization;

namespace Sora2.LocalServer.Clips;

/// <summary>Frames a second as an exact, reduced rational; 24000/1001 is never 23.976.</summary>
[JsonConverter(typeof(FrameRateJsonConverter))]
public readonly record struct FrameRate
{
    /// <param name="numerator">Frames, 1 or more.</param>
    /// <param name="denominator">Seconds, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not a positive rate.</exception>
    public FrameRate(int numerator, int denominator)
    {
        if (numerator <= 0 || denominator <= 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(numerator), $"Frame rate {numerator}/{denominator} is not positive. Give a rate such as 25 or 24000/1001.");
        }

        var divisor = (int)BigInteger.GreatestCommonDivisor(numerator, denominator);
        Numerator = numerator / divisor;
        Denominator = denominator / divisor;
    }

    public int Numerator { get; }

    public int Denominator { get; }

    /// <summary>For display and for model positions; never for counting.</summary>
    public double FramesPerSecond => (double)Numerator / Denominator;

    /// <summary>Whole frames that timecode counts in a second: 24 for 23.976, 30 for 29.97.</summary>
    public int TimecodeBase => (Numerator + Denominator - 1) / Denominator;

    /// <summary>The frame count nearest to <paramref name="seconds"/>.</summary>
    public int FramesIn(double seconds) =>
        checked((int)Math.Round(seconds * Numerator / Denominator, MidpointRounding.AwayFromZero));

    /// <summary>Samples that fill exactly <paramref name="frames"/> frames, rounded to the nearest sample.</summary>
    public long SamplesIn(int frames, int sampleRate)
    {
        var (quotient, remainder) = Math.DivRem((long)frames * sampleRate * Denominator, Numerator);
        return quotient + (2 * remainder >= Numerator ? 1 : 0);
    }

    /// <summary>
    /// Reads "25", "24000/1001", or a decimal. 23.976, 29.97, 47.952, 59.94, 119.88 (and longer spellings of them) mean the
    /// 1001 rates; any other decimal is taken as written.
    /// </summary>
    public static bool TryParse(string? text, out FrameRate rate)
    {
        rate = default;
        if (string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        var parts = text.Split('/');
        if (parts.Length == 2)
        {
            return int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var numerator)
                && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var denominator)
                && TryCreate(numerator, denominator, out rate);
        }

        if (parts.Length != 1
            || !decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            || value <= 0 || value > 1000)
        {
            return false;
        }

        if (value == decimal.Truncate(value))
        {
            return TryCreate((int)value, 1, out rate);
        }

        var nominal = (int)Math.Ceiling(value);
        var exact = nominal * 1000m / 1001m;
        return Math.Abs(exact - value) < 0.005m
            ? TryCreate(nominal * 1000, 1001, out rate)
            : TryCreate((int)decimal.Round(value * 1000m), 1000, out rate);
    }

    public override string ToString() => Denominator == 1
        ? Numerator.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");

    private static bool TryCreate(int numerator, int denominator, out FrameRate rate)
    {
        rate = default;
        if (numerator <= 0 || denominator <= 0)
        {
            return false;
        }

        rate = new FrameRate(numerator, denominator);
        return true;
    }
}
