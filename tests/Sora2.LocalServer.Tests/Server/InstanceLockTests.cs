using System.Diagnostics;
using Sora2.LocalServer.Server;
using Xunit;

namespace Sora2.LocalServer.Tests.Server;

public sealed class InstanceLockTests : IDisposable
{
    private readonly ServerPaths _paths = new(Directory.CreateTempSubdirectory("sora2-lock-").FullName, "models");

    public InstanceLockTests() => Directory.CreateDirectory(_paths.Runtime);

    public void Dispose() => Directory.Delete(_paths.Home, recursive: true);

    /// <summary>As the child does that a killed server was just starting: it holds the lock a moment longer than the server.</summary>
    [Fact]
    public async Task Take_WaitsForOneWhoIsAboutToLetGo()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "locks by flock");
        const string HoldForAMoment = "exec 9<> \"$1\"; flock --exclusive 9; echo held; exec sleep 0.3";
        using var holder = Process.Start(new ProcessStartInfo("sh", ["-c", HoldForAMoment, "sh", Path.Combine(_paths.Runtime, "server.lock")]) { RedirectStandardOutput = true })!;
        Assert.Equal("held", await holder.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));

        using var taken = InstanceLock.Take(_paths);

        Assert.True(holder.WaitForExit(TimeSpan.FromMinutes(1)));
    }
}
