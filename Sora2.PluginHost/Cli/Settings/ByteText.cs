using System.Globalization;

namespace Sora2.PluginHost.Cli.Settings;

/// <summary>Numbers of bytes as people write them: "16GiB", "12GB", "4096".</summary>
internal static class ByteText
{
    private static readonly (string Suffix, double Bytes)[] s_units =
        [("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10), ("GB", 1e9), ("MB", 1e6), ("KB", 1e3), ("", 1)];

    /// <param name="name">Of the setting or the option.</param>
    /// <exception cref="CliException">It is no number of bytes.</exception>
    public static long Parse(string name, string value)
    {
        var (suffix, unit) = s_units.First(known => value.EndsWith(known.Suffix, StringComparison.OrdinalIgnoreCase));
        return double.TryParse(value.AsSpan(0, value.Length - suffix.Length).Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var count) && Math.Abs(count * unit) < 1e18
            ? (long)(count * unit)
            : throw CliException.Invalid(name, $"\"{value}\"", "bytes, or a number with KB, MB, GB, KiB, MiB or GiB, such as 16GiB");
    }

    /// <summary>In the largest binary unit that it fills.</summary>
    public static string Show(long bytes)
    {
        var (suffix, unit) = s_units.First(known => (bytes >= known.Bytes && known.Suffix.EndsWith("iB", StringComparison.Ordinal)) || known.Suffix.Length == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{bytes / unit:0.##}{suffix}");
    }
}
