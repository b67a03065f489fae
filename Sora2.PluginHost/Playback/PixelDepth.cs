namespace Sora2.PluginHost.Playback;

/// <summary>How one value of a pixel is stored; the numbers are those of plugin_host.h.</summary>
internal enum PixelDepth
{
    Byte = 1,
    Short = 2,
    Half = 3,
    Float = 4,
}
