using Sora2.LocalServer.Planning.Memory;
using Xunit;

namespace Sora2.LocalServer.Tests.Planning.Memory;

public sealed class MachineMemoryTests
{
    private const long Gigabyte = 1L << 30;

    [Fact]
    public void Read_FindsWhatThisMachineHas()
    {
        var memory = MachineMemory.Read();

        Assert.InRange(memory.AvailableBytes, 1, memory.TotalBytes);
        Assert.InRange(memory.PlannableBytes, 1, memory.AvailableBytes);
        Assert.True(memory.TotalBytes >= GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2, $"{memory}");
    }

    [Fact]
    public void Limited_TakesTheSmallestLimit()
    {
        var machine = new MachineMemory(16 * Gigabyte, 8 * Gigabyte);

        Assert.Equal((16 * Gigabyte, 7 * Gigabyte), (machine.MostBytes, machine.PlannableBytes));
        Assert.Equal(machine, machine.Limited(0));
        Assert.Equal(4 * Gigabyte, machine.Limited(4 * Gigabyte).PlannableBytes);
        Assert.Equal(4 * Gigabyte, machine.Limited(6 * Gigabyte).Limited(4 * Gigabyte).MostBytes);
        Assert.Equal(4 * Gigabyte, machine.Limited(4 * Gigabyte).Limited(6 * Gigabyte).MostBytes);
        Assert.Equal(16 * Gigabyte, machine.Limited(99 * Gigabyte).MostBytes);
    }
}
