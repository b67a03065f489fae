using System.Diagnostics;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Jobs.Faults;
using Sora2.LocalServer.Jobs.Store;
using Sora2.LocalServer.Jobs.Workers;
using Sora2.LocalServer.Model;
using Xunit;

namespace Sora2.LocalServer.Tests.Jobs.Workers;

/// <summary>Real worker processes: this test program with the verb "worker".</summary>
public sealed class WorkerHostTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sora2-worker-").FullName;
    private readonly ManualTime _time = new();
    private readonly RecordedLog _log = new();
    private readonly WorkerHost _host;
    private int _reels;

    public WorkerHostTests()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Sora2.LocalServer.Tests" + (OperatingSystem.IsWindows() ? ".exe" : ""));
        _host = new WorkerHost(
            new WorkerCommand(program, ["worker", "--home", _folder, "--models", _folder]), static () => new JobOptions(), _time, new RecordedLogger<WorkerHost>(_log));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Generate_FillsTheReelAndReports()
    {
        var progress = new Recorder();
        var reelPath = await GenerateAsync("a ball", progress);

        using var reel = Reel.Open(reelPath);
        Assert.Equal(3000, reel.Frame(0)[0]);
        Assert.Contains(progress.Steps, step => step is { Stage: "denoise", Step: 2, StepCount: 2, Preview.Rgb: [3, 0, 0] });
    }

    [Fact]
    public async Task Generate_SecondShot_FindsTheWorkerWarm()
    {
        await GenerateAsync("a ball");
        var first = _host.ProcessId;
        await GenerateAsync("a cube");

        Assert.NotNull(first);
        Assert.Equal(first, _host.ProcessId);
    }

    [Fact]
    public async Task Generate_WorkerDies_IsToldAndReplaced()
    {
        var error = await Assert.ThrowsAsync<WorkerDiedException>(() => GenerateAsync("dies"));
        await GenerateAsync("a ball");

        Assert.Equal(137, error.ExitCode);
        Assert.NotNull(_host.ProcessId);
    }

    [Fact]
    public async Task Generate_WorkerDiedWhileIdle_IsReplacedSilently()
    {
        await GenerateAsync("a ball");
        var first = _host.ProcessId!.Value;
        using (var process = Process.GetProcessById(first))
        {
            process.Kill();
            await process.WaitForExitAsync(Stop);
        }

        await GenerateAsync("a cube");

        Assert.NotEqual(first, _host.ProcessId);
    }

    [Fact]
    public async Task Generate_WorkerFails_SaysWhy()
    {
        var error = await Assert.ThrowsAsync<GenerationFailedException>(() => GenerateAsync("fails"));

        Assert.Equal(JobErrorCodes.Internal, error.Code);
        Assert.Contains("cannot make", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_ForeignOutput_IsSkipped()
    {
        using var reel = Reel.Open(await GenerateAsync("chatters"));

        Assert.Equal(3000, reel.Frame(0)[0]);
    }

    [Fact]
    public async Task Generate_Cancelled_StopsGentlyAndKeepsTheWorker()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var began = new Signal("load");
        var generating = GenerateAsync("waits", began, cancel.Token);
        await began.Seen;
        var worker = _host.ProcessId;

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => generating);
        Assert.Equal(worker, _host.ProcessId);
    }

    [Fact]
    public async Task Generate_CancelledWorkerThatDoesNotListen_IsKilledAfterTheGrace()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var began = new Signal("load");
        var generating = GenerateAsync("hangs", began, cancel.Token);
        await began.Seen;

        await cancel.CancelAsync();
        _time.Advance(new JobOptions().CancelGrace);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => generating);
        Assert.Null(_host.ProcessId);
    }

    [Fact]
    public async Task Generate_WorkerSilentForTooLong_IsKilledAndTold()
    {
        var began = new Signal("load");
        var generating = GenerateAsync("hangs", began);
        await began.Seen;

        _time.Advance(new JobOptions().WorkerSilence);

        await Assert.ThrowsAsync<WorkerDiedException>(() => generating);
        Assert.Null(_host.ProcessId);
    }

    [Fact]
    public async Task Idle_EndsTheWorker()
    {
        await GenerateAsync("a ball");
        using var process = Process.GetProcessById(_host.ProcessId!.Value);

        _time.Advance(new JobOptions().WorkerIdle);

        await process.WaitForExitAsync(Stop);
        Assert.Null(_host.ProcessId);
    }

    [Fact]
    public async Task Worker_ServerGone_EndsEvenInTheMiddle()
    {
        using var process = Process.Start(new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "Sora2.LocalServer.Tests"), ["worker", "--home", _folder, "--models", _folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await process.StandardInput.WriteLineAsync(System.Text.Json.JsonSerializer.Serialize(
            new WorkerRequest(new TestPlanner().Plan(JobWorld.Request("hangs"), 0), Path.Combine(_folder, "reel")), JobJson.Options));
        await process.StandardInput.FlushAsync(Stop);
        await process.StandardOutput.ReadLineAsync(Stop);

        process.StandardInput.Close();

        await process.WaitForExitAsync(Stop);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<string> GenerateAsync(string prompt, IProgress<GenerationProgress>? progress = null, CancellationToken? cancellationToken = null)
    {
        var reel = Path.Combine(_folder, $"reel{_reels++}");
        await _host.GenerateAsync(
            new TestPlanner().Plan(JobWorld.Request(prompt, seed: 3), 0), reel, progress ?? new Recorder(), cancellationToken ?? Stop);
        return reel;
    }

    private sealed class Recorder : IProgress<GenerationProgress>
    {
        public List<GenerationProgress> Steps { get; } = [];

        public void Report(GenerationProgress value) => Steps.Add(value);
    }

    private sealed class Signal(string stage) : IProgress<GenerationProgress>
    {
        private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Seen => _seen.Task;

        public void Report(GenerationProgress value)
        {
            if (value.Stage == stage)
            {
                _seen.TrySetResult();
            }
        }
    }
}
