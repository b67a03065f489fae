using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Sora2.LocalServer.Mailbox.Letters;

/// <summary>
/// Opens files that somebody else has put somewhere: a regular file under one name, never through a link on the last step,
/// never one that waits for a writer. What is checked is what was opened.
/// </summary>
internal static partial class GuardedFile
{
    private const int AccessDenied = 13;
    private const int NoSuchFile = 2;
    private const int KindMask = 0xF000;
    private const int RegularFile = 0x8000;

    /// <summary>The user this process runs as.</summary>
    public static uint Self { get; } = OperatingSystem.IsWindows() ? 0 : EffectiveUser();

    /// <summary>Opens for reading. The caller owns the stream.</summary>
    /// <param name="owned">Whether it must belong to this user.</param>
    /// <exception cref="FileNotFoundException">It is gone.</exception>
    /// <exception cref="RefusedFileException">It is no file that may be read here.</exception>
    public static FileStream Open(string path, long limitBytes, bool owned)
    {
        var handle = OpenHandle(path);
        try
        {
            Check(handle, owned);
            var length = RandomAccess.GetLength(handle);
            return length <= limitBytes
                ? new FileStream(handle, FileAccess.Read)
                : throw new RefusedFileException($"a file of {length} bytes", $"at most {limitBytes} bytes");
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Where an open file lies, links on the way resolved.</summary>
    public static string RealPath(FileStream file)
    {
        if (OperatingSystem.IsWindows())
        {
            return WindowsFile.FinalPath(file.SafeFileHandle);
        }

        if (OperatingSystem.IsLinux())
        {
            // By the handle: the name may lead elsewhere by now.
            return new FileInfo($"/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}").LinkTarget ?? "";
        }

        return RealPath(file.Name);
    }

    /// <summary>A path with every link on the way resolved; the path itself when there is nothing.</summary>
    public static string RealPath(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return WindowsFile.FinalPath(path);
        }

        var text = Resolve(path, 0);
        if (text == 0)
        {
            return path;
        }

        try
        {
            return Marshal.PtrToStringUTF8(text) ?? path;
        }
        finally
        {
            Free(text);
        }
    }

    /// <summary>Who owns what lies at a path; null where that cannot be told.</summary>
    public static uint? OwnerOf(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        const int currentFolder = -100;
        const int linkItself = 0x100;
        var state = new byte[256];
        return Statx(currentFolder, path, linkItself, AllFields, state) == 0 ? BitConverter.ToUInt32(state, OwnerOffset) : null;
    }

    private static SafeFileHandle OpenHandle(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return WindowsFile.Open(path);
        }

        // O_RDONLY is 0. Without O_NONBLOCK a FIFO would hold us until somebody writes into it.
        var number = OpenFile(path, Flags());
        if (number >= 0)
        {
            return new SafeFileHandle(number, ownsHandle: true);
        }

        var error = Marshal.GetLastPInvokeError();
        throw error switch
        {
            NoSuchFile => new FileNotFoundException($"{path} is gone."),
            AccessDenied => new RefusedFileException("a file that this user may not read", "a file that this user may read"),
            _ => new RefusedFileException($"no file that can be opened ({Marshal.GetPInvokeErrorMessage(error)})", "a regular file, not a link"),
        };
    }

    // fcntl.h: O_NOFOLLOW, O_NONBLOCK and O_CLOEXEC, which differ by system and processor.
    private static int Flags()
    {
        if (OperatingSystem.IsMacOS())
        {
            return 0x100 | 0x4 | 0x1000000;
        }

        var noFollow = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x8000 : 0x20000;
        return noFollow | 0x800 | 0x80000;
    }

    private const uint AllFields = 0x7FF;
    private const int LinkCountOffset = 16;
    private const int OwnerOffset = 20;
    private const int ModeOffset = 28;

    private static void Check(SafeFileHandle handle, bool owned)
    {
        if (!OperatingSystem.IsLinux())
        {
            // statx is the one call whose layout is the same everywhere, and it is Linux's; hard links and owners are not looked for elsewhere.
            if ((File.GetAttributes(handle) & (FileAttributes.Directory | FileAttributes.Device | FileAttributes.ReparsePoint)) != 0)
            {
                throw new RefusedFileException("no regular file", "a regular file");
            }

            return;
        }

        const int thisHandle = 0x1000;
        var state = new byte[256];
        if (Statx((int)handle.DangerousGetHandle(), "", thisHandle, AllFields, state) != 0)
        {
            throw new IOException("An open file cannot be examined.", new Win32Exception(Marshal.GetLastPInvokeError()));
        }

        if ((BitConverter.ToUInt16(state, ModeOffset) & KindMask) != RegularFile)
        {
            throw new RefusedFileException("no regular file", "a regular file");
        }

        if (BitConverter.ToUInt32(state, LinkCountOffset) != 1)
        {
            throw new RefusedFileException("a file with several names (a hard link)", "a file with one name");
        }

        if (owned && BitConverter.ToUInt32(state, OwnerOffset) != Self)
        {
            throw new RefusedFileException("a file of another user", "a file of the user who runs the server");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Resolve(string path, nint buffer);

    [LibraryImport("libc", EntryPoint = "free")]
    private static partial void Free(nint memory);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, [Out] byte[] buffer);
}
