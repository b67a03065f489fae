using System.Globalization;

namespace Sora2.LocalServer.Jobs.Workers;

/// <summary>How often Linux has killed a process for want of memory, of the machine or of a control group.</summary>
internal static class MemoryKills
{
    private const string Counters = "/proc/vmstat";
    private const string Name = "oom_kill ";

    // SIGKILL, as .NET reports it.
    private const int Killed = 137;

    /// <summary>Since the machine was started; 0 on other systems, which do not kill for that.</summary>
    public static long Count()
    {
        try
        {
            return File.Exists(Counters) && File.ReadLines(Counters).FirstOrDefault(static line => line.StartsWith(Name, StringComparison.Ordinal)) is { } line
                ? long.Parse(line.AsSpan(Name.Length), NumberStyles.None, CultureInfo.InvariantCulture)
                : 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
        {
            return 0;
        }
    }

    /// <summary>Whether a process that ended with this code was killed for want of memory.</summary>
    /// <param name="before">The count when the process had its work.</param>
    public static bool Took(int? exitCode, long before) => exitCode == Killed && Count() > before;
}
