using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Jobs.Deliveries;
using Sora2.LocalServer.Jobs.Running;
using Sora2.LocalServer.Jobs.Store;
using Sora2.LocalServer.Jobs.Workers;
using Sora2.LocalServer.Library;
using Sora2.LocalServer.Model.Speech;
using Sora2.LocalServer.Planning;
using Sora2.LocalServer.Requests;
using Xunit;

namespace Sora2.LocalServer.Tests.Jobs;

/// <summary>A queue on real files and a real database, with a worker and an encoder made for tests. It can be started again.</summary>
internal sealed class JobWorld : IAsyncDisposable
{
    private JobRunner? _runner;
    private ServerDatabase? _database;
    private IShotWorker? _worker;

    private readonly IPlanner _planner;
    private readonly Func<ServerPaths, IShotWorker>? _createWorker;

    /// <param name="createWorker">Makes a worker in place of <see cref="Worker"/>; it lives as long as the world.</param>
    public JobWorld(IPlanner? planner = null, Func<ServerPaths, IShotWorker>? createWorker = null)
    {
        (_planner, _createWorker) = (planner ?? new TestPlanner(), createWorker);
        Paths = new ServerPaths(Path.Combine(Path.GetTempPath(), $"sora2-test-{Guid.NewGuid():n}"), "/nonexistent");
        Paths.Create();
        Open();
    }

    public ServerPaths Paths { get; }

    public ManualTime Time { get; } = new();

    public InProcessWorker Worker { get; } = new();

    public TestShotEncoder Encoder { get; } = new();

    public JobOptions Options { get; set; } = new();

    public RecordedLog Log { get; } = new();

    public JobQueue Queue { get; private set; } = null!;

    public JobStore Store { get; private set; } = null!;

    public JobFeeds Feeds { get; private set; } = null!;

    public ShotLibrary Library { get; private set; } = null!;

    public ShotDelivery Delivery { get; private set; } = null!;

    public DeliveryFolders Folders { get; private set; } = null!;

    public ServerDatabase Database => _database!;

    /// <summary>A request that takes a blink.</summary>
    public static GenerationRequest Request(string prompt = "a red ball", int variants = 1, long seed = 1) => new()
    {
        Prompt = prompt,
        Seconds = 0.5,
        Seed = seed,
        Variants = variants,
        Sequence = new SequenceSettings { FrameRate = new FrameRate(25, 1), Width = 320, Height = 180 },
    };

    /// <summary>As at the start of a server: reconcile, then run.</summary>
    public async Task StartAsync()
    {
        await _runner!.StartingAsync(TestContext.Current.CancellationToken);
        await _runner.StartAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Only the first step of a start.</summary>
    public Task ReconcileAsync() => _runner!.StartingAsync(TestContext.Current.CancellationToken);

    /// <summary>Graceful stop.</summary>
    public async Task StopAsync()
    {
        await _runner!.StopAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>What a new server sees: nothing in memory survives.</summary>
    public async Task ReopenAsync()
    {
        await CloseAsync();
        Open();
    }

    public Task<Job> SubmitAsync(GenerationRequest request, string? key = null) =>
        Queue.SubmitAsync(request, key ?? Guid.NewGuid().ToString("n"), TestContext.Current.CancellationToken);

    /// <summary>The job once it is finished.</summary>
    public async Task<Job> FinishedAsync(JobId id) => await UntilAsync(id, job => job.IsFinished);

    /// <summary>The first state that <paramref name="holds"/>.</summary>
    public async Task<Job> UntilAsync(JobId id, Func<Job, bool> holds)
    {
        await foreach (var update in Queue.WatchAsync(id, 0, TestContext.Current.CancellationToken))
        {
            if (holds(update.Job))
            {
                return update.Job;
            }
        }

        throw new InvalidOperationException("The job ended before that.");
    }

    /// <summary>Every file below the library that is no folder of a published shot, and all that is in scratch.</summary>
    public IReadOnlyList<string> Leftovers()
    {
        var shots = Library.List().Select(shot => shot.Folder).ToHashSet();
        return
        [
            .. Directory.EnumerateFiles(Paths.Library, "*", SearchOption.AllDirectories).Where(file => !shots.Contains(Path.GetDirectoryName(file)!)),
            .. Directory.EnumerateFileSystemEntries(Paths.Scratch),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await ((_worker as IAsyncDisposable)?.DisposeAsync() ?? ValueTask.CompletedTask);
        Directory.Delete(Paths.Home, recursive: true);
    }

    private void Open()
    {
        var uploads = new UploadStore(Paths.Uploads, _ => true);
        var signals = new JobSignals();
        _database = new ServerDatabase(Paths.Database);
        Feeds = new JobFeeds();
        Store = new JobStore(_database, Feeds, Time);
        Library = new ShotLibrary(Paths, _database, Time, new RecordedLogger<ShotLibrary>(Log));
        _worker ??= _createWorker?.Invoke(Paths) ?? Worker;
        Delivery = new ShotDelivery(Library);
        Folders = new DeliveryFolders(_database, Library, Delivery, Time, new RecordedLogger<DeliveryFolders>(Log));
        Queue = new JobQueue(Store, Feeds, signals, new Admission(_planner, (_, _) => { }, Encoder, () => FliteVoice.Find(), uploads, Paths, () => Options), uploads, Library, Options);
        _runner = new JobRunner(
            Store, Feeds, signals, new GenerationPipeline(_planner, _worker, Encoder, Library, Folders, uploads, Paths, () => Options), Library,
            new Reconciler(Store, Library, uploads, Paths, Options, Time, new RecordedLogger<Reconciler>(Log)), Options, Time, new RecordedLogger<JobRunner>(Log));
    }

    private async Task CloseAsync()
    {
        await _runner!.StopAsync(CancellationToken.None);
        _runner.Dispose();
        Folders.Dispose();
        _database!.Dispose();
    }
}
