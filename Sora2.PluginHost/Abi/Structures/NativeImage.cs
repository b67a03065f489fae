using System.Runtime.InteropServices;
using Sora2.PluginHost.Playback;

namespace Sora2.PluginHost.Abi.Structures;

/// <summary>Sora2Image of plugin_host.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeImage
{
    public uint Size;
    public int Depth;
    public int Components;
    public int BottomUp;
    public void* Data;
    public nint RowBytes;
    public int X1;
    public int Y1;
    public int X2;
    public int Y2;
    public int Width;
    public int Height;

    /// <exception cref="ArgumentException">No such image can be.</exception>
    public static ImageWindow Read(NativeImage* image)
    {
        var given = SizedStructure.Read(image, sizeof(NativeImage), "image");
        if (given.BottomUp is not (0 or 1))
        {
            throw new ArgumentException($"image.bottom_up: got {given.BottomUp}; allowed: 0 or 1.");
        }

        return new ImageWindow
        {
            Depth = (PixelDepth)given.Depth,
            Components = (PixelComponents)given.Components,
            BottomUp = given.BottomUp == 1,
            Data = (nint)given.Data,
            RowBytes = given.RowBytes,
            X1 = given.X1,
            Y1 = given.Y1,
            X2 = given.X2,
            Y2 = given.Y2,
            Width = given.Width,
            Height = given.Height,
        };
    }
}
