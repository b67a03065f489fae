using System.Text;
using Sora2.LocalServer.Processes;
using Xunit;

namespace Sora2.LocalServer.Tests.Processes;

public sealed class ChildProcessTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static bool OnWindows => OperatingSystem.IsWindows();

    [Fact(Skip = "Runs cat.", SkipWhen = nameof(OnWindows))]
    public async Task RunAsync_PassesBytesThrough()
    {
        var result = await new ChildProcess("cat", []).RunAsync(
            async (pipe, stop) => await pipe.WriteAsync(new byte[] { 0, 255, 10, 13 }, stop), Stop);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal([0, 255, 10, 13], result.Output);
    }

    [Fact(Skip = "Runs sh.", SkipWhen = nameof(OnWindows))]
    public async Task RunAsync_ReportsExitCodeAndTheEndOfStandardError()
    {
        var result = await new ChildProcess("sh", ["-c", "head -c 100000 /dev/zero | tr '\\0' x >&2; echo last words >&2; exit 3"]).RunAsync(null, Stop);

        Assert.Equal(3, result.ExitCode);
        Assert.EndsWith("last words", result.Error, StringComparison.Ordinal);
        Assert.InRange(result.Error.Length, 1, 8192);
    }

    [Fact(Skip = "Runs sh.", SkipWhen = nameof(OnWindows))]
    public async Task RunAsync_KillsTheWholeTreeOnCancellation()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var marker = Guid.NewGuid().ToString("N");

        // The grandchild says it runs by writing into our input's echo; cancelling then must end both.
        var run = new ChildProcess("sh", ["-c", "sh -c 'echo $$ > \"$0\"; exec sleep 600' /tmp/" + marker + " & wait"]).RunAsync(null, cancel.Token);
        try
        {
            using var watcher = new FileSystemWatcher("/tmp", marker) { NotifyFilter = NotifyFilters.LastWrite | NotifyFilters.FileName };
            var written = new TaskCompletionSource();
            watcher.Changed += (_, _) => written.TrySetResult();
            watcher.EnableRaisingEvents = true;
            if (!File.Exists("/tmp/" + marker) || new FileInfo("/tmp/" + marker).Length == 0)
            {
                await written.Task.WaitAsync(TimeSpan.FromSeconds(30), Stop);
            }

            var grandchild = int.Parse((await File.ReadAllTextAsync("/tmp/" + marker, Stop)).Trim(), System.Globalization.CultureInfo.InvariantCulture);
            await cancel.CancelAsync();

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
            Assert.False(IsRunning(grandchild));
        }
        finally
        {
            File.Delete("/tmp/" + marker);
        }
    }

    [Fact(Skip = "Runs sleep.", SkipWhen = nameof(OnWindows))]
    public async Task RunAsync_StopsAtTheTimeLimit()
    {
        var child = new ChildProcess("sleep", ["600"]) { TimeLimit = TimeSpan.FromMilliseconds(100) };

        await Assert.ThrowsAsync<TimeoutException>(() => child.RunAsync(null, Stop));
        Assert.Throws<TimeoutException>(() => child.Run(Stop));
    }

    [Fact(Skip = "Runs sh.", SkipWhen = nameof(OnWindows))]
    public async Task RunAsync_StopsAFloodOfOutput()
    {
        var child = new ChildProcess("sh", ["-c", "cat /dev/zero"]) { OutputLimitBytes = 1000 };

        await Assert.ThrowsAsync<InvalidDataException>(() => child.RunAsync(null, Stop));
    }

    [Fact(Skip = "Runs true.", SkipWhen = nameof(OnWindows))]
    public async Task RunAsync_TakesAProgramThatReadsNoInput()
    {
        var result = await new ChildProcess("true", []).RunAsync(
            async (pipe, stop) =>
            {
                for (var i = 0; i < 100; i++)
                {
                    await pipe.WriteAsync(new byte[65536], stop);
                }
            },
            Stop);

        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task RunAsync_SaysThatAProgramIsMissing() =>
        await Assert.ThrowsAsync<System.ComponentModel.Win32Exception>(() => new ChildProcess("/no/such/program", []).RunAsync(null, Stop));

    private static bool IsRunning(int id)
    {
        try
        {
            // A zombie has been killed and only waits for its parent to look.
            var stat = File.ReadAllText($"/proc/{id}/stat", Encoding.ASCII);
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }
}
