using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Sora2.LocalServer.Model.Packs;

/// <summary>Refuses files that only seem to be part of a pack: links that lead out of it, or files that others share.</summary>
internal static partial class PackFileGuard
{
    /// <summary>Says what is wrong with a file of a pack, or null.</summary>
    public static string? ProblemWith(string folder, PackFile file)
    {
        var path = folder;
        foreach (var part in file.Path.Split('/'))
        {
            path = Path.Combine(path, part);
            if (new FileInfo(path).LinkTarget is not null && !LeadsInside(folder, path))
            {
                return $"{file.Path} is a link that leaves the pack.";
            }
        }

        var info = new FileInfo(path);
        if (!info.Exists)
        {
            return $"{file.Path} is missing.";
        }

        var target = info.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? info;
        if (target.Length != file.Size)
        {
            return $"{file.Path} has {target.Length} bytes; the manifest says {file.Size}.";
        }

        return CountLinks(target.FullName) > 1 ? $"{file.Path} is a hard link, so that it may change from outside." : null;
    }

    private static bool LeadsInside(string folder, string link)
    {
        FileSystemInfo info = Directory.Exists(link) ? new DirectoryInfo(link) : new FileInfo(link);
        var target = info.ResolveLinkTarget(returnFinalTarget: true);
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar;
        return target is not null && target.FullName.StartsWith(root, StringComparison.Ordinal);
    }

    // statx is the one call whose layout is the same on every Linux; elsewhere hard links are not looked for.
    private static uint CountLinks(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return 1;
        }

        var buffer = new byte[256];
        const int currentFolder = -100;
        const uint linkCount = 0x4;
        const int linkCountOffset = 16;
        return Statx(currentFolder, path, 0, linkCount, buffer) == 0
            ? BitConverter.ToUInt32(buffer, linkCountOffset)
            : throw new IOException($"{path} cannot be examined.", new Win32Exception(Marshal.GetLastPInvokeError()));
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, [Out] byte[] buffer);
}
