using System.Diagnostics;
using System.Globalization;

namespace Sora2.LocalServer.Tests.Library;

/// <summary>A disk that is soon full, in memory; needs root on Linux.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int DiskFull = 28;

    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    /// <summary>Null where this user may not mount.</summary>
    public static SmallDisk? Mount(string folder, int bytes, bool readOnly = false) => OperatingSystem.IsLinux()
        && Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={bytes}{(readOnly ? ",ro" : "")}"), "sora2-test", folder)
        ? new SmallDisk(folder)
        : null;

    /// <summary>Makes <paramref name="file"/> as long as the disk allows.</summary>
    public void Fill(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
            while (true)
            {
                stream.Write(new byte[1024]);
            }
        }
        catch (IOException error) when (error.HResult == DiskFull)
        {
            // As wished.
        }
    }

    public void Dispose() => Run("umount", "-l", _folder);

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true });
        process!.WaitForExit();
        return process.ExitCode == 0;
    }
}
