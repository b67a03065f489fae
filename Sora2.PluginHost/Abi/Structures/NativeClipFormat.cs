using System.Runtime.InteropServices;
using Sora2.PluginHost.Sessions.Footage;

namespace Sora2.PluginHost.Abi.Structures;

/// <summary>Sora2ClipFormat of plugin_host.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeClipFormat
{
    public uint Size;
    public int Width;
    public int Height;
    public int RateNumerator;
    public int RateDenominator;
    public byte* StartTimecode;

    /// <exception cref="ArgumentException">It cannot be read.</exception>
    public static ClipFormat Read(NativeClipFormat* format)
    {
        var given = SizedStructure.Read(format, sizeof(NativeClipFormat), "format");
        return new ClipFormat(
            given.Width, given.Height, given.RateNumerator, given.RateDenominator, NativeText.Read(given.StartTimecode, "format.start_timecode"));
    }
}
