using System.Globalization;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Jobs.Faults;
using Sora2.LocalServer.Jobs.Workers;
using Sora2.LocalServer.Model;
using Sora2.LocalServer.Planning;
using Sora2.LocalServer.Planning.Memory;
using Sora2.LocalServer.Requests;
using Sora2.LocalServer.Tests.Model.Families.Wan;
using Xunit;

namespace Sora2.LocalServer.Tests.Jobs.Workers;

/// <summary>
/// The server's own worker with a Wan pack whose blocks take 38 MB each, within limits that Linux holds: RLIMIT_DATA counts what a process
/// may write to.
/// </summary>
public sealed class MemoryTests : IDisposable
{
    private const int Blocks = 24;
    private const long Megabyte = 1 << 20;

    // 16 numbers a width squared, F32, and a few more.
    private const long BlockBytes = 37_825_536;
    private const string Small = "small-wan";

    private readonly WanFolder _folder = new();
    private readonly WanFolder _small = new();
    private readonly Planner _planner;

    public MemoryTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The limit is one of Linux.");
        _folder.Widen(heads: 12, Blocks);
        _small.ToPack(96, 64, Small);
        Directory.CreateSymbolicLink(Path.Combine(_folder.Root, Small), _small.Folder);
        _planner = new Planner(_folder.ToPack(96, 64), static () => new MachineMemory(1L << 40, 1L << 40), need: new PackMemory().Measure);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(Blocks)]
    public async Task Worker_TakesNoMoreThanPlanned(int blocksOfMemory)
    {
        var least = _planner.Plan(Request, 0).LeastMemory;
        var plan = _planner.Plan(Request with { MemoryBytes = least.PeakBytes + (blocksOfMemory * BlockBytes) }, 0);
        await using var host = Host(_folder.Root, plan.Memory.PeakBytes);

        await host.GenerateAsync(plan, Path.Combine(_folder.Root, "reel"), new Progress<GenerationProgress>(), Stop);

        // Mapped files count to this peak, and are no memory that is taken: they give way.
        var peak = 1024 * long.Parse(
            File.ReadLines($"/proc/{host.ProcessId}/status").First(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture);
        Assert.InRange(peak, plan.Memory.LayerBytes, plan.Memory.PeakBytes + new FileInfo(_folder.PathOf("transformer/diffusion_pytorch_model.safetensors")).Length);
        Assert.InRange(plan.Memory.LayerBytes, blocksOfMemory * BlockBytes, Math.Min(Blocks, blocksOfMemory + 3) * BlockBytes);
    }

    [Fact]
    public async Task Job_WhoseMemoryRunsOut_IsMadeWithLess()
    {
        await using var world = World(450 * Megabyte);
        await world.StartAsync();
        var large = await world.SubmitAsync(Request);
        var next = await world.SubmitAsync(Request with { Pack = Small });

        var ended = await world.FinishedAsync(large.Id);

        Assert.Equal((JobState.Succeeded, 2), (ended.State, ended.Attempt));
        Assert.Contains(ended.Notes, static note => note.StartsWith("Memory ran out at the first try: it was tried again with", StringComparison.Ordinal));
        await IsUndisturbedAsync(world, next.Id);
        Assert.Empty(world.Leftovers());
    }

    [Fact]
    public async Task Job_WhoseMemoryRunsOutTwice_FailsAndSaysWhatWasTried()
    {
        await using var world = World(210 * Megabyte);
        await world.StartAsync();
        var large = await world.SubmitAsync(Request);
        var next = await world.SubmitAsync(Request with { Pack = Small });

        var ended = await world.FinishedAsync(large.Id);

        Assert.Equal((JobState.Failed, JobErrorCodes.OutOfMemory, 2), (ended.State, ended.Error?.Code, ended.Attempt));
        Assert.Contains($"with the least that pack tiny-wan makes this shot with, {MemoryPlanner.Text(_planner.Plan(Request, 0).LeastMemory.PeakBytes)}. ", ended.Error!.Message, StringComparison.Ordinal);
        Assert.Contains("What takes less: fewer seconds", ended.Error.Message, StringComparison.Ordinal);
        await IsUndisturbedAsync(world, next.Id);
        Assert.Empty(world.Leftovers());
    }

    public void Dispose()
    {
        _folder.Dispose();
        _small.Dispose();
    }

    private static GenerationRequest Request { get; } = new()
    {
        Prompt = "a red ball bounces on wood at noon",
        Pack = "tiny-wan",
        Seconds = 0.5,
        Seed = 7,
        Stems = [],
        Sequence = new SequenceSettings { FrameRate = new FrameRate(24, 1), Width = 96, Height = 64 },
    };

    private static async Task IsUndisturbedAsync(JobWorld world, JobId id)
    {
        var other = await world.FinishedAsync(id);
        Assert.Equal((JobState.Succeeded, 1), (other.State, other.Attempt));
        Assert.DoesNotContain(other.Notes, static note => note.Contains("emory", StringComparison.Ordinal));
    }

    private JobWorld World(long limitBytes) => new(_planner, paths => Host(paths.Home, limitBytes));

    private WorkerHost Host(string home, long limitBytes) => new(
        new WorkerCommand(
            "/bin/sh",
            [
                "-c", $"ulimit -d {limitBytes / 1024}; exec \"$0\" \"$@\"", Path.Combine(AppContext.BaseDirectory, "Sora2.LocalServer.Tests"),
                "model-worker", "--home", home, "--models", _folder.Root,
            ]),
        static () => new JobOptions(),
        TimeProvider.System,
        new RecordedLogger<WorkerHost>(new RecordedLog()));
}
