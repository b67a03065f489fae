using System.Globalization;

namespace Sora2.LocalServer.Model.Runtime;

/// <summary>Counts cores, not hardware threads: matrix products gain nothing from the second thread of a core.</summary>
internal static class PhysicalCores
{
    private const string CpuFolder = "/sys/devices/system/cpu";

    /// <summary>At least 1, at most what this process may use (affinity and container limits count).</summary>
    public static int Count() => Math.Max(1, Math.Min(Environment.ProcessorCount, CountIn(CpuFolder)));

    /// <param name="folder">A folder as Linux shows its processors; elsewhere every hardware thread counts.</param>
    internal static int CountIn(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return Environment.ProcessorCount;
        }

        var cores = new HashSet<string>();
        foreach (var processor in Directory.EnumerateDirectories(folder, "cpu*"))
        {
            var siblings = Path.Combine(processor, "topology", "thread_siblings_list");
            if (int.TryParse(Path.GetFileName(processor)[3..], NumberStyles.None, CultureInfo.InvariantCulture, out _)
                && File.Exists(siblings))
            {
                cores.Add(File.ReadAllText(siblings).Trim());
            }
        }

        return cores.Count == 0 ? Environment.ProcessorCount : cores.Count;
    }
}
