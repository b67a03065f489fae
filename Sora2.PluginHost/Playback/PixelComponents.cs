namespace Sora2.PluginHost.Playback;

/// <summary>Which values a pixel has, in order; the numbers are those of plugin_host.h.</summary>
internal enum PixelComponents
{
    Rgba = 1,
    Rgb = 2,
    Alpha = 3,
}
