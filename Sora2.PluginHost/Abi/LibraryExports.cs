using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sora2.PluginHost.Abi;

/// <summary>What plugin_host.h says of the library itself.</summary>
internal static unsafe class LibraryExports
{
    /// <summary>SORA2_ABI_VERSION.</summary>
    public const int AbiVersion = 1;

    [UnmanagedCallersOnly(EntryPoint = "sora2_abi_version", CallConvs = [typeof(CallConvCdecl)])]
    public static int Version() => AbiVersion;

    [UnmanagedCallersOnly(EntryPoint = "sora2_last_error", CallConvs = [typeof(CallConvCdecl)])]
    public static nuint Words(byte* text, nuint capacity)
    {
        try
        {
            return NativeText.Write(LastError.Words, text, capacity);
        }
        catch (Exception)
        {
            // Only for want of memory: there are no words then.
            return 0;
        }
    }
}
