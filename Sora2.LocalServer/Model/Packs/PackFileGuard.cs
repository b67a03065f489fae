using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Sora2.LocalServer.Model.Packs;

/// <summary>Refuses files that only seem to be part of a pack: links that lead out of it, or files that others share.</summary>
internal static partial class PackFileGuard
{
    /// <summary>Says what is wrong with a file of a pack, or null.</summary>
    public static string? ProblemWith(string folder, PackFile file)
    {
        var root = RealPath.Of(RepositoryOf(folder));
        var real = RealPath.Of(Path.Combine(folder, file.Path));
        if (root is null || real is null || !real.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            return $"{file.Path} is a link that leaves the pack.";
        }

        var info = new FileInfo(real);
        if (!info.Exists)
        {
            return $"{file.Path} is missing.";
        }

        var (links, isPlain) = Examine(real);
        if (!isPlain)
        {
            return $"{file.Path} is no plain file.";
        }

        if (info.Length != file.Size)
        {
            return $"{file.Path} has {info.Length} bytes; the manifest says {file.Size}.";
        }

        return links > 1 ? $"{file.Path} is a hard link, so that it may change from outside." : null;
    }

    // Hugging Face's cache keeps the files of a model beside its snapshots, which link to them: models--OWNER--NAME/snapshots/REVISION.
    private static string RepositoryOf(string folder)
    {
        var snapshots = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(folder));
        var repository = Path.GetDirectoryName(snapshots);
        return repository is not null && Path.GetFileName(snapshots) == "snapshots" && Path.GetFileName(repository).StartsWith("models--", StringComparison.Ordinal)
            ? repository
            : folder;
    }

    // statx is the one call whose layout is the same on every Linux; elsewhere hard links are not looked for.
    private static (uint Links, bool IsPlain) Examine(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return (1, true);
        }

        var buffer = new byte[256];
        const int currentFolder = -100;
        const uint typeAndLinks = 0x1 | 0x4;
        const int linksOffset = 16;
        const int modeOffset = 28;
        const int typeMask = 0xF000;
        const int plainFile = 0x8000;
        return Statx(currentFolder, path, 0, typeAndLinks, buffer) == 0
            ? (BitConverter.ToUInt32(buffer, linksOffset), (BitConverter.ToUInt16(buffer, modeOffset) & typeMask) == plainFile)
            : throw new IOException($"{path} cannot be examined.", new Win32Exception(Marshal.GetLastPInvokeError()));
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, [Out] byte[] buffer);
}
