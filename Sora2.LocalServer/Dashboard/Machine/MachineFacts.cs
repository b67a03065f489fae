using System.Globalization;
using Sora2.LocalServer.Dashboard.Shell;

namespace Sora2.LocalServer.Dashboard.Machine;

/// <summary>What this machine has, as far as the system tells.</summary>
internal static class MachineFacts
{
    private const long BytesPerKibibyte = 1024;

    /// <summary>"AMD Ryzen 9 7950X, 32 threads".</summary>
    public static string Processor()
    {
        var name = ReadLines("/proc/cpuinfo").FirstOrDefault(static line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[^1].Trim();
        return string.Create(CultureInfo.InvariantCulture, $"{name ?? System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString()}, {Environment.ProcessorCount} threads");
    }

    public static string Memory()
    {
        var total = Kibibytes("MemTotal:") ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return Kibibytes("MemAvailable:") is { } free ? $"{Words.Bytes(free)} free of {Words.Bytes(total)}" : Words.Bytes(total);
    }

    public static string Disk(string folder)
    {
        var drive = new DriveInfo(folder);
        return $"{Words.Bytes(drive.AvailableFreeSpace)} free of {Words.Bytes(drive.TotalSize)}";
    }

    private static long? Kibibytes(string field) =>
        ReadLines("/proc/meminfo").FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal)) is { } line
        && long.TryParse(line[field.Length..].Replace("kB", "", StringComparison.Ordinal), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var count)
            ? count * BytesPerKibibyte
            : null;

    private static IEnumerable<string> ReadLines(string path) => File.Exists(path) ? File.ReadLines(path) : [];
}
