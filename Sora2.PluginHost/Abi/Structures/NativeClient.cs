using System.Runtime.InteropServices;

namespace Sora2.PluginHost.Abi.Structures;

/// <summary>Sora2Client of plugin_host.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeClient
{
    public uint Size;
    public int MayStartServer;
    public byte* Name;
}
