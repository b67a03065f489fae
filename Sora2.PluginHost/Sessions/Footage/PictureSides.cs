using System.Globalization;

namespace Sora2.PluginHost.Sessions.Footage;

/// <summary>The sizes that the server takes.</summary>
internal static class PictureSides
{
    /// <summary>Pixels.</summary>
    public const int Least = 16;

    private const int Most = 8192;

    /// <exception cref="ArgumentException">Not even, or not from 16 to 8192.</exception>
    public static void Check(string where, int width, int height)
    {
        if (width is < Least or > Most || height is < Least or > Most || width % 2 != 0 || height % 2 != 0)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"{where}.width and height: got {width}x{height}; allowed: even, {Least} to {Most}."));
        }
    }
}
