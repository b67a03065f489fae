using System.Runtime.InteropServices;

namespace Sora2.LocalServer.Server;

/// <summary>Cuts the server loose from the terminal of the client that started it.</summary>
internal static partial class Detachment
{
    private const int ReadWrite = 2;

    /// <summary>A session of our own, so that the client's Ctrl+C and its closing terminal do not reach us.</summary>
    public static void LeaveTerminal()
    {
        if (!OperatingSystem.IsWindows())
        {
            // Fails only for the leader of a group, who has no terminal to leave.
            _ = SetSession();
        }
    }

    /// <summary>Lets go of the client's pipes: who waits for their end is not kept waiting.</summary>
    public static void CloseStandardStreams()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var nothing = Open("/dev/null", ReadWrite);
        for (var stream = 0; stream <= 2 && nothing >= 0; stream++)
        {
            _ = Duplicate(nothing, stream);
        }
    }

    [LibraryImport("libc", EntryPoint = "setsid", SetLastError = true)]
    private static partial int SetSession();

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int Duplicate(int from, int to);
}
