using System.Diagnostics;
using System.Globalization;
using Sora2.PluginHost.Server;

namespace Sora2.Benchmarks;

/// <summary>The server under measurement: a process of its own, with its worker.</summary>
internal static class RunningServer
{
    /// <summary>Highest resident memory that the server and its children had so far, bytes. Linux only.</summary>
    public static long PeakMemory(int serverId) =>
        Directory.EnumerateDirectories("/proc")
            .Select(static folder => Path.GetFileName(folder))
            .Where(static name => int.TryParse(name, CultureInfo.InvariantCulture, out _))
            .Select(static name => int.Parse(name, CultureInfo.InvariantCulture))
            .Where(id => id == serverId || Status(id, "PPid:") == serverId)
            .Sum(static id => Status(id, "VmHWM:") * 1024);

    /// <summary>Resident memory of the server itself now, bytes. Linux only.</summary>
    public static long Memory(int serverId) => Status(serverId, "VmRSS:") * 1024;

    /// <summary>What all cores together have spent in the server itself so far.</summary>
    public static TimeSpan ProcessorTime(int serverId)
    {
        using var process = Process.GetProcessById(serverId);
        return process.TotalProcessorTime;
    }

    /// <summary>Kills the server of this home, if one runs.</summary>
    public static async Task StopAsync()
    {
        if (DiscoveryFile.TryRead(ServerHome.Discovery) is { } endpoint)
        {
            using var process = Process.GetProcessById(endpoint.Pid);
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    private static long Status(int id, string field)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line[field.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
