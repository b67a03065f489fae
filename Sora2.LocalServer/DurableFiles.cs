using System.Runtime.InteropServices;

namespace Sora2.LocalServer;

/// <summary>Files that last: fsync of a folder and a rename that never replaces, which .NET lacks, and a removal that does not give up.</summary>
internal static partial class DurableFiles
{
    // fcntl.h and linux/fs.h on Linux; O_RDONLY is 0 everywhere.
    private const int ReadOnly = 0;
    private const int CurrentFolder = -100;
    private const uint NoReplace = 1;
    private const int FileExists = 17;
    private const int NotEmpty = 39;
    private const int InvalidArgument = 22;
    private const int NotImplemented = 38;
    private const int RemoveAttempts = 5;

    /// <summary>Puts the file's content on the disk.</summary>
    public static void SyncFile(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Puts a small file in place in one step, readable by this user alone: a reader, and who comes after a crash, sees the old one or the new one.</summary>
    /// <exception cref="IOException">The disk refused; the old file stays.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var draft = $"{path}.{Guid.NewGuid():n}.part";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using (var file = new FileStream(draft, options))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }

        SyncFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Puts the folder's list of names on the disk. Windows does that by itself.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public static void SyncFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var handle = Open(path, ReadOnly);
        if (handle < 0)
        {
            throw Failure("open", path);
        }

        try
        {
            if (Sync(handle) != 0)
            {
                throw Failure("fsync", path);
            }
        }
        finally
        {
            _ = Close(handle);
        }
    }

    /// <summary>Renames a folder in one step; what is at <paramref name="target"/> is never replaced, not even an empty folder.</summary>
    /// <exception cref="IOException">The target exists, or the disk refused.</exception>
    public static void MoveFolder(string source, string target)
    {
        if (OperatingSystem.IsLinux())
        {
            if (Rename(CurrentFolder, source, CurrentFolder, target, NoReplace) == 0)
            {
                return;
            }

            var error = Marshal.GetLastPInvokeError();
            if (error is not (InvalidArgument or NotImplemented))
            {
                throw error is FileExists or NotEmpty
                    ? new IOException($"{target} exists and is not replaced.", error)
                    : Failure("rename", target);
            }
        }

        // A file system without RENAME_NOREPLACE: Directory.Move looks first.
        Directory.Move(source, target);
    }

    /// <summary>Gives a file a second name; both are the same content from then on.</summary>
    /// <returns>False when the two would lie on two volumes, or the volume has no such names; nothing was made.</returns>
    public static bool TryLink(string source, string target) => OperatingSystem.IsWindows()
        ? CreateHardLink(target, source, 0)
        : Link(source, target) == 0;

    /// <summary>Removes a folder and all in it. What an ended process's own child still writes there may stay until the next start.</summary>
    /// <returns>False when something stayed.</returns>
    public static bool RemoveFolder(string path)
    {
        for (var attempt = 0; attempt < RemoveAttempts; attempt++)
        {
            try
            {
                Directory.Delete(path, recursive: true);
                return true;
            }
            catch (DirectoryNotFoundException)
            {
                return true;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // A file came in while the others went.
            }
        }

        return false;
    }

    private static IOException Failure(string call, string path)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"{call} of {path} failed: {Marshal.GetPInvokeErrorMessage(error)}.", error);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int handle);

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Link(string source, string target);

    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", StringMarshalling = StringMarshalling.Utf16, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLink(string target, string source, nint security);

    [LibraryImport("libc", EntryPoint = "renameat2", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Rename(int sourceFolder, string source, int targetFolder, string target, uint flags);
}
