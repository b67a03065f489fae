using System.Globalization;

namespace Sora2.PluginHost.Sessions.Footage;

/// <summary>The sizes that the server takes.</summary>
internal static class PictureSides
{
    /// <exception cref="ArgumentException">Not even, or not from 16 to 8192.</exception>
    public static void Check(string where, int width, int height)
    {
        if (width is < 16 or > 8192 || height is < 16 or > 8192 || width % 2 != 0 || height % 2 != 0)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"{where}.width and height: got {width}x{height}; allowed: even, 16 to 8192."));
        }
    }
}
