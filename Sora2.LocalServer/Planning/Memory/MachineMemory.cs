using System.Globalization;

namespace Sora2.LocalServer.Planning.Memory;

/// <summary>The memory that this process and its children may have.</summary>
/// <param name="TotalBytes">All that a worker could ever have: the machine's, or a container's.</param>
/// <param name="AvailableBytes">What it can have now, other programs left as they are.</param>
public readonly record struct MachineMemory(long TotalBytes, long AvailableBytes)
{
    private const string Groups = "/sys/fs/cgroup";

    // Of what is available this part is left for others: the server, the encoder, and the cache in which mapped weights lie.
    private const int LeftPart = 8;

    /// <summary>What the owner lets a worker have; 0 is no limit.</summary>
    public long LimitBytes { get; init; }

    /// <summary>All that a worker may ever have.</summary>
    public long MostBytes => LimitBytes == 0 ? TotalBytes : Math.Min(TotalBytes, LimitBytes);

    /// <summary>As much as a worker may plan with now.</summary>
    public long PlannableBytes => Math.Min(MostBytes, AvailableBytes - (AvailableBytes / LeftPart));

    /// <summary>With one limit more; 0 is none.</summary>
    public MachineMemory Limited(long limitBytes) =>
        limitBytes == 0 ? this : this with { LimitBytes = LimitBytes == 0 ? limitBytes : Math.Min(LimitBytes, limitBytes) };

    /// <summary>What the system says at this moment.</summary>
    public static MachineMemory Read()
    {
        var counted = GC.GetGCMemoryInfo();
        var system = Fields("/proc/meminfo");
        var (total, available) = system.TryGetValue("MemTotal", out var all) && system.TryGetValue("MemAvailable", out var free)
            ? (all * 1024, free * 1024)
            : (counted.TotalAvailableMemoryBytes, Math.Max(0, counted.TotalAvailableMemoryBytes - counted.MemoryLoadBytes));
        foreach (var (limit, used) in Limits())
        {
            (total, available) = (Math.Min(total, limit), Math.Min(available, Math.Max(0, limit - used)));
        }

        return new MachineMemory(total, available);
    }

    // Of the control groups of this process, from its own to the root: a container's limit is in one of them. What is used does not count the
    // cache of files, which gives way.
    private static IEnumerable<(long Limit, long Used)> Limits()
    {
        foreach (var line in Lines("/proc/self/cgroup"))
        {
            // number:controllers:path, without controllers in version 2.
            if (line.Split(':', 3) is not [_, var controllers, var path] || controllers is not ("" or "memory"))
            {
                continue;
            }

            var (root, limitFile, usedFile) = controllers.Length == 0 ? (Groups, "memory.max", "memory.current") : ($"{Groups}/memory", "memory.limit_in_bytes", "memory.usage_in_bytes");
            for (var group = path.TrimEnd('/'); ; group = group[..group.LastIndexOf('/')])
            {
                if (Number($"{root}{group}/{limitFile}") is { } limit && Number($"{root}{group}/{usedFile}") is { } used)
                {
                    var files = Fields($"{root}{group}/memory.stat");
                    yield return (limit, used - files.GetValueOrDefault("active_file") - files.GetValueOrDefault("inactive_file"));
                }

                if (group.Length == 0)
                {
                    break;
                }
            }
        }
    }

    // Null where there is none: "max".
    private static long? Number(string path) =>
        long.TryParse(Lines(path).FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    // "Name: 12 kB" or "name 12".
    private static Dictionary<string, long> Fields(string path)
    {
        var fields = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in Lines(path))
        {
            if (line.Split([' ', ':'], StringSplitOptions.RemoveEmptyEntries) is [var name, var number, ..] && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            {
                fields[name] = value;
            }
        }

        return fields;
    }

    private static string[] Lines(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllLines(path) : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
