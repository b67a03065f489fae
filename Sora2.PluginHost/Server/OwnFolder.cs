using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sora2.PluginHost.Server;

/// <summary>The folder of this code: of the program, or of the shared library that a program of somebody else's has loaded.</summary>
internal static unsafe partial class OwnFolder
{
    private const uint FromAddress = 4;
    private const uint LeaveCount = 2;
    private const int LongestPath = 32_767;

    // Where a host has its programs find the libraries that it brings along: the server, FFmpeg and a browser would take the wrong ones.
    private static readonly string[] s_hostsLibraries = ["LD_LIBRARY_PATH", "LD_PRELOAD", "DYLD_LIBRARY_PATH", "DYLD_INSERT_LIBRARIES"];

    private static readonly string? s_library = Find();

    /// <summary>Absolute; ends with a separator where the system's own answer does.</summary>
    public static string Path => s_library ?? AppContext.BaseDirectory;

    /// <summary>Whether this code is a library that a program of somebody else's has loaded.</summary>
    public static bool IsGuest => s_library is not null;

    /// <summary>A program that a guest starts looks for its libraries as one that the user starts.</summary>
    public static void LeaveOutHostsLibraries(ProcessStartInfo start)
    {
        if (IsGuest)
        {
            foreach (var variable in s_hostsLibraries)
            {
                start.Environment.Remove(variable);
            }
        }
    }

    // Null where the code lies in no file of its own, as with a just-in-time compiler.
    private static string? Find()
    {
        if (RuntimeFeature.IsDynamicCodeSupported)
        {
            return null;
        }

        var here = (nint)(delegate* unmanaged<void>)&Mark;
        try
        {
            var file = OperatingSystem.IsWindows() ? FindOnWindows(here) : FindOnUnix(here);
            return file is { Length: > 0 } ? System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(file)) : null;
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    // Never called: its address lies in this library and nowhere else.
    [UnmanagedCallersOnly]
    private static void Mark()
    {
    }

    private static string? FindOnUnix(nint address)
    {
        UnixModule module;
        int found;
        try
        {
            found = ModuleInLibc(address, &module);
        }
        catch (EntryPointNotFoundException)
        {
            // glibc before 2.34.
            found = ModuleInLibdl(address, &module);
        }

        return found != 0 ? Marshal.PtrToStringUTF8(module.FileName) : null;
    }

    private static string? FindOnWindows(nint address)
    {
        if (GetModuleHandle(FromAddress | LeaveCount, address, out var module) == 0)
        {
            return null;
        }

        var text = new char[LongestPath];
        fixed (char* start = text)
        {
            return new string(text, 0, (int)GetModuleFileName(module, start, LongestPath));
        }
    }

    [LibraryImport("libc", EntryPoint = "dladdr")]
    private static partial int ModuleInLibc(nint address, UnixModule* module);

    [LibraryImport("libdl.so.2", EntryPoint = "dladdr")]
    private static partial int ModuleInLibdl(nint address, UnixModule* module);

    [LibraryImport("kernel32", EntryPoint = "GetModuleHandleExW")]
    private static partial int GetModuleHandle(uint flags, nint address, out nint module);

    [LibraryImport("kernel32", EntryPoint = "GetModuleFileNameW")]
    private static partial uint GetModuleFileName(nint module, char* text, uint size);

    /// <summary>Dl_info of dlfcn.h.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct UnixModule
    {
        public nint FileName;
        public nint Base;
        public nint SymbolName;
        public nint SymbolAddress;
    }
}
