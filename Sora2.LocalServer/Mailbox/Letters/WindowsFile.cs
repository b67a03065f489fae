using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Sora2.LocalServer.Mailbox.Letters;

/// <summary>What <see cref="GuardedFile"/> asks of Windows: a file opened without following a link, and where it really lies.</summary>
[SupportedOSPlatform("windows")]
internal static partial class WindowsFile
{
    // winnt.h, fileapi.h and winerror.h.
    private const uint GenericRead = 0x80000000;
    private const uint ShareAll = 0x7;
    private const uint OpenExisting = 3;
    private const uint BackupSemantics = 0x02000000;
    private const uint OpenReparsePoint = 0x00200000;
    private const int FileNotFound = 2;
    private const int PathNotFound = 3;
    private const int LongestPath = 32768;

    /// <summary>Opens for reading; a link on the last step is opened itself, for its attributes to tell.</summary>
    /// <exception cref="FileNotFoundException">It is gone.</exception>
    /// <exception cref="RefusedFileException">It cannot be opened, or is named by no drive.</exception>
    public static SafeFileHandle Open(string path)
    {
        // A share would be told who this user is, and pipes and devices are named in the same way.
        if (path is not [(>= 'A' and <= 'Z') or (>= 'a' and <= 'z'), ':', '\\' or '/', ..])
        {
            throw new RefusedFileException("a path without a drive", "a path that begins with a drive, as C:\\");
        }

        var handle = CreateFile(path, GenericRead, ShareAll, 0, OpenExisting, OpenReparsePoint, 0);
        if (!handle.IsInvalid)
        {
            return handle;
        }

        var error = Marshal.GetLastPInvokeError();
        handle.Dispose();
        throw error is FileNotFound or PathNotFound
            ? new FileNotFoundException($"{path} is gone.")
            : new RefusedFileException($"no file that can be opened ({Marshal.GetPInvokeErrorMessage(error)})", "a regular file, not a link");
    }

    /// <summary>Where an open file lies, links on the way resolved.</summary>
    public static string FinalPath(SafeFileHandle handle)
    {
        var path = new byte[2 * LongestPath];
        var length = GetFinalPathNameByHandle(handle, path, LongestPath, 0);
        return length is > 0 and < LongestPath
            ? Encoding.Unicode.GetString(path, 0, 2 * (int)length)
            : throw new IOException("An open file cannot be examined.", new Win32Exception(Marshal.GetLastPInvokeError()));
    }

    /// <summary>A path with every link resolved; the path itself when there is nothing.</summary>
    public static string FinalPath(string path)
    {
        using var handle = CreateFile(path, 0, ShareAll, 0, OpenExisting, BackupSemantics, 0);
        return handle.IsInvalid ? path : FinalPath(handle);
    }

    [LibraryImport("kernel32", EntryPoint = "CreateFileW", StringMarshalling = StringMarshalling.Utf16, SetLastError = true)]
    private static partial SafeFileHandle CreateFile(string path, uint access, uint share, nint security, uint creation, uint flags, nint template);

    [LibraryImport("kernel32", EntryPoint = "GetFinalPathNameByHandleW", SetLastError = true)]
    private static partial uint GetFinalPathNameByHandle(SafeFileHandle handle, [Out] byte[] path, uint length, uint flags);
}
