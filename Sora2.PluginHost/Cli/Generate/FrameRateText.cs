using System.Globalization;
using Sora2.Contracts.V1;

namespace Sora2.PluginHost.Cli.Generate;

/// <summary>Reads a frame rate as editors write it.</summary>
internal static class FrameRateText
{
    private const string Allowed = "23.976, 24, 25, 29.97, 30, 50, 59.94, 60 or N/D such as 24000/1001";

    /// <summary>
    /// "25", "24000/1001" or a decimal; 23.976, 23.98, 29.97 and 59.94 mean the 1001 rates. The server judges the value, this
    /// judges the writing.
    /// </summary>
    /// <exception cref="CliException">No frame rate.</exception>
    public static FrameRate Parse(string text)
    {
        var parts = text.Split('/');
        if (parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var numerator)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var denominator))
        {
            return new FrameRate { Numerator = numerator, Denominator = denominator };
        }

        if (parts.Length != 1
            || !decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            || value > 1000)
        {
            throw CliException.Invalid("--fps", $"\"{text}\"", Allowed);
        }

        if (value == decimal.Truncate(value))
        {
            return new FrameRate { Numerator = (int)value, Denominator = 1 };
        }

        var nominal = (int)Math.Ceiling(value);
        return Math.Abs((nominal * 1000m / 1001m) - value) < 0.005m
            ? new FrameRate { Numerator = nominal * 1000, Denominator = 1001 }
            : new FrameRate { Numerator = (int)decimal.Round(value * 1000m), Denominator = 1000 };
    }
}
