using Sora2.LocalServer.Model.Runtime;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Runtime;

public sealed class PhysicalCoresTests
{
    [Fact]
    public void CountIn_CountsEachCoreOnce()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        foreach (var (cpu, siblings) in ((string, string)[])[("cpu0", "0,2"), ("cpu1", "1,3"), ("cpu2", "0,2"), ("cpu3", "1,3")])
        {
            Directory.CreateDirectory(Path.Combine(folder, cpu, "topology"));
            File.WriteAllText(Path.Combine(folder, cpu, "topology", "thread_siblings_list"), siblings + "\n");
        }

        Directory.CreateDirectory(Path.Combine(folder, "cpufreq"));

        Assert.Equal(2, PhysicalCores.CountIn(folder));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Count_IsAtMostWhatTheProcessMayUse() => Assert.InRange(PhysicalCores.Count(), 1, Environment.ProcessorCount);
}
