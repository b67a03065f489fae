using System.Runtime.InteropServices;

namespace Sora2.PluginHost.Abi.Structures;

/// <summary>Sora2SessionState of plugin_host.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeSessionState
{
    public const int MessageBytes = 512;

    public uint Size;
    public int Server;
    public fixed byte Message[MessageBytes];
}
