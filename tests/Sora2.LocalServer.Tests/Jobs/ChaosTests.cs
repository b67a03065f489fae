using System.Globalization;
using System.Security.Cryptography;
using Grpc.Core;
using Sora2.LocalServer.Library;
using Sora2.LocalServer.Model.Packs;
using Xunit;
using V1 = Sora2.Contracts.V1;

namespace Sora2.LocalServer.Tests.Jobs;

/// <summary>Kills server and worker at random moments and looks for what was lost, doubled or left behind.</summary>
public sealed class ChaosTests : IAsyncLifetime
{
    private const int Seed = 20261123;
    private const double WorkerShare = 0.5;
    private const double StartShare = 0.1;

    private readonly Random _random = new(Seed);
    private readonly List<Wish> _wishes = [];
    private readonly HashSet<(string Job, int Shots)> _workerKilled = [];
    private readonly ServerPaths _paths = new(Directory.CreateTempSubdirectory("sora2-chaos-").FullName, Models());
    private ServerUnderTest _server = null!;
    private int _serverKills;
    private int _workerKills;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TwentyKills_TestModel_LoseAndDoubleNothing()
    {
        await RunAsync("Sora2.LocalServer.Tests", kills: 20, index => new V1.GenerationRequest
        {
            Prompt = "works hard",
            Seconds = 0.5,
            Variants = 1 + (index % 3),
            Seed = index * 10,
            Sequence = Sequence(),
        });
    }

    [Fact]
    public async Task FiftyKills_EmbeddedPack_LoseAndDoubleNothing()
    {
        Assert.SkipUnless(File.Exists(Path.Combine(_paths.Models, PackCatalog.DefaultPack, PackManifest.FileName)), "needs models/sora2-mini");
        await RunAsync("sora2-server", kills: 50, index => new V1.GenerationRequest
        {
            Prompt = "a red ball bounces",
            Seconds = 0.5,
            Variants = 1 + (index % 3),
            Seed = index * 10,
            StepCount = 2,
            Codec = V1.PictureCodec.H264,
            Sequence = Sequence(),
        });
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        Directory.Delete(_paths.Home, recursive: true);
    }

    private async Task RunAsync(string program, int kills, Func<int, V1.GenerationRequest> request)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "kills by /proc");
        _server = new ServerUnderTest(_paths, Path.Combine(AppContext.BaseDirectory, program));
        await _server.StartAsync(Stop);
        while (_serverKills + _workerKills < kills)
        {
            await WishAsync(request);
            var worker = _random.NextDouble() < WorkerShare;
            await WaitForAMomentAsync(worker);
            await KillAsync(worker);
        }

        foreach (var wish in _wishes)
        {
            wish.Ended = await FollowAsync(wish, long.MaxValue);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{_serverKills} kills of the server, {_workerKills} of the worker, {_wishes.Count} jobs");
        await CheckAsync();
    }

    // One job more, unless enough wait. The answer may be lost with the server: the same key is sent again.
    private async Task WishAsync(Func<int, V1.GenerationRequest> request)
    {
        if (_wishes.Count(wish => wish.Ended is null) >= 2)
        {
            return;
        }

        var wish = new Wish($"wish-{_wishes.Count}", request(_wishes.Count));
        _wishes.Add(wish);
        wish.Id = await SubmitAsync(wish);
    }

    private async Task<string> SubmitAsync(Wish wish) => (await new V1.Generation.GenerationClient(_server.Calls).SubmitAsync(
        new V1.SubmitRequest { ClientKey = wish.Key, Request = wish.Request }, cancellationToken: Stop)).Job.Id;

    // A random number of events of the oldest job that is not done; then, if wished, until there is a worker to kill.
    private async Task WaitForAMomentAsync(bool worker)
    {
        var events = _random.Next(0, 30);
        while (_wishes.Find(wish => wish.Ended is null) is { } wish && (events > 0 || (worker && _server.Workers().Count == 0)))
        {
            (events, var ended) = await CountAsync(wish, Math.Max(events, 1));
            wish.Ended = ended;
        }

        await Task.Delay(TimeSpan.FromMilliseconds(_random.NextDouble() * 15), Stop);
    }

    private async Task<(int Left, V1.Job? Ended)> CountAsync(Wish wish, int events)
    {
        using var watch = Watch(wish);
        await foreach (var update in watch.ResponseStream.ReadAllAsync(Stop))
        {
            wish.Shots = update.Job.Shots.Count;
            if (IsFinished(update.Job))
            {
                return (events, update.Job);
            }

            if (--events == 0)
            {
                break;
            }
        }

        return (events, null);
    }

    private async Task<V1.Job> FollowAsync(Wish wish, long events) =>
        wish.Ended ?? (await CountAsync(wish, (int)Math.Min(events, int.MaxValue))).Ended ?? throw new InvalidOperationException($"{wish.Key} did not end.");

    private AsyncServerStreamingCall<V1.JobEvent> Watch(Wish wish) =>
        new V1.Generation.GenerationClient(_server.Calls).Watch(new V1.WatchRequest { JobId = wish.Id }, cancellationToken: Stop);

    private async Task KillAsync(bool worker)
    {
        // A worker that dies twice in one variant is the job's fault by design; once is not.
        var current = _wishes.Find(wish => wish.Ended is null);
        if (worker && current is not null && await MayKillWorkerAsync(current) && _server.KillWorker())
        {
            _workerKills++;
            return;
        }

        // Now and then a Submit is under way when the server goes, and its answer is lost.
        var wish = new Wish($"wish-{_wishes.Count}", _wishes[0].Request.Clone());
        wish.Request.Seed = _wishes.Count * 10;
        var submit = _random.Next(3) == 0 ? SubmitAsync(wish) : null;
        await _server.KillAsync(Stop);
        _serverKills++;
        if (submit is not null)
        {
            await Record.ExceptionAsync(() => submit);
            _wishes.Add(wish);
        }

        if (_random.NextDouble() < StartShare)
        {
            _server.Begin();
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(50, 600)), Stop);
            await _server.KillAsync(Stop);
            _serverKills++;
        }

        await _server.StartAsync(Stop);
        foreach (var lost in _wishes.Where(lost => lost.Id.Length == 0))
        {
            lost.Id = await SubmitAsync(lost);
        }
    }

    private async Task<bool> MayKillWorkerAsync(Wish wish)
    {
        // Until the kill is done the job may go on to its next variant, or the worker to the next job.
        var job = await new V1.Generation.GenerationClient(_server.Calls).GetAsync(new V1.GetJobRequest { JobId = wish.Id }, cancellationToken: Stop);
        var made = job.Shots.Count;
        (string, int)[] hit = made + 1 < wish.Request.Variants
            ? [(wish.Id, made), (wish.Id, made + 1)]
            : [(wish.Id, made), .. _wishes.Where(other => other.Ended is null && other != wish).Take(1).Select(next => (next.Id, 0))];
        if (IsFinished(job) || hit.Any(_workerKilled.Contains))
        {
            return false;
        }

        _workerKilled.UnionWith(hit);
        return true;
    }

    private async Task CheckAsync()
    {
        Assert.All(_wishes, wish => Assert.Equal(V1.JobState.Succeeded, wish.Ended!.State));
        Assert.All(_wishes, wish => Assert.Equal((int)wish.Request.Variants, wish.Ended!.Shots.Count));
        var list = await new V1.Generation.GenerationClient(_server.Calls).ListAsync(new V1.ListJobsRequest { PageSize = 1000 }, cancellationToken: Stop);
        Assert.Equal(_wishes.Count, list.Jobs.Count);

        await _server.StopAsync(Stop);
        Assert.Empty(_server.Workers());

        var named = _wishes.SelectMany(wish => wish.Ended!.Shots).ToList();
        var folders = Directory.EnumerateDirectories(Path.Combine(_paths.Library, "CHAOS")).ToList();
        Assert.Equal(named.Order(), folders.Select(folder => Path.GetFileName(folder)!).Order());
        Assert.Equal(named.Count, named.Distinct().Count());
        foreach (var folder in folders)
        {
            await CheckShotAsync(folder);
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(_paths.Scratch));
        // a server removes the folder when it starts, and makes it again with the next shot
        var staging = Path.Combine(_paths.Library, ".staging");
        Assert.False(Directory.Exists(staging) && Directory.EnumerateFileSystemEntries(staging).Any());
        using var database = new ServerDatabase(_paths.Database);
        Assert.Equal(named.Count, Count(database, "SELECT count(*) FROM shots WHERE state = 1"));
        Assert.Equal(0, Count(database, "SELECT count(*) FROM shots WHERE state <> 1"));
    }

    private static async Task CheckShotAsync(string folder)
    {
        var recipe = ShotRecipe.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, ShotRecipe.FileName), Stop));
        Assert.Equal(
            recipe.Content.Select(file => file.Name).Append(ShotRecipe.FileName).Order(),
            Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)).Order());
        foreach (var file in recipe.Content)
        {
            await using var stream = File.OpenRead(Path.Combine(folder, file.Name));
            Assert.Equal(file.Bytes, stream.Length);
            Assert.Equal(file.Sha256, Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, Stop)));
        }
    }

    private static long Count(ServerDatabase database, string sql) => database.Read(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    });

    private static bool IsFinished(V1.Job job) => job.State is not (V1.JobState.Queued or V1.JobState.Running);

    private static V1.SequenceSettings Sequence() => new()
    {
        FrameRate = new V1.FrameRate { Numerator = 25, Denominator = 1 },
        Width = 320,
        Height = 180,
    };

    private static string Models()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Sora2Plugin.sln")))
            {
                return Path.Combine(folder, "models");
            }
        }

        return "/nonexistent";
    }

    private sealed class Wish(string key, V1.GenerationRequest request)
    {
        public string Key => key;

        public V1.GenerationRequest Request { get; } = WithProject(request);

        public string Id { get; set; } = "";

        public int Shots { get; set; }

        public V1.Job? Ended { get; set; }

        private static V1.GenerationRequest WithProject(V1.GenerationRequest request)
        {
            request.Project = "chaos";
            return request;
        }
    }
}
