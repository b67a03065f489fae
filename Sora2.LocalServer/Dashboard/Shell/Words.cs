using System.Globalization;
using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Dashboard.Shell;

/// <summary>Quantities as people read them.</summary>
internal static class Words
{
    public static string Date(DateTimeOffset moment) => moment.ToLocalTime().ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture);

    public static string Bytes(long bytes) => bytes switch
    {
        >= 1L << 40 => Number(bytes / 1e12, "TB"),
        >= 1L << 30 => Number(bytes / 1e9, "GB"),
        >= 1L << 20 => Number(bytes / 1e6, "MB"),
        _ => Number(bytes / 1e3, "kB"),
    };

    public static string Duration(double seconds) => seconds < 60
        ? Number(seconds, "s")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)seconds / 60} min{((int)seconds % 60 is var rest and > 0 ? $" {rest} s" : "")}");

    public static string Rate(FrameRate rate) => Number(rate.FramesPerSecond, "fps");

    public static string Percent(double share) => $"{Math.Floor(100 * Math.Clamp(share, 0, 1)).ToString(CultureInfo.InvariantCulture)} %";

    private static string Number(double value, string unit) => $"{value.ToString(value < 100 ? "0.##" : "0", CultureInfo.InvariantCulture)} {unit}";
}
