using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Jobs.Faults;
using Sora2.LocalServer.Requests;
using Xunit;

namespace Sora2.LocalServer.Tests.Jobs;

public sealed class JobQueueTests : IAsyncLifetime
{
    private readonly JobWorld _world = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Submit_SameKeyAndRequest_IsTheSameJob()
    {
        var first = await _world.SubmitAsync(JobWorld.Request(), "key");
        var second = await _world.SubmitAsync(JobWorld.Request(), "key");

        Assert.Equal(first.Id, second.Id);
        Assert.Equal(1, _world.Queue.List(10, null, null).TotalCount);
    }

    [Fact]
    public async Task Submit_SameKeyAndOtherRequest_IsRefused()
    {
        var first = await _world.SubmitAsync(JobWorld.Request(), "key");

        var error = await Assert.ThrowsAsync<ClientKeyConflictException>(() => _world.SubmitAsync(JobWorld.Request(seed: 2), "key"));

        Assert.Equal(first.Id, error.Id);
        Assert.Equal(1, _world.Queue.List(10, null, null).TotalCount);
    }

    [Fact]
    public async Task Submit_SameKeyFromManyCallersAtOnce_MakesOneJob()
    {
        var jobs = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => _world.SubmitAsync(JobWorld.Request(), "key")));

        Assert.Single(jobs.Select(job => job.Id).Distinct());
    }

    [Fact]
    public async Task Run_MakesTheShotOnTheDeviceOfTheSettingAndKeepsWhatTheWorkerNotes()
    {
        _world.Options = new JobOptions { Device = "cuda:1" };
        await _world.StartAsync();

        var job = await _world.FinishedAsync((await _world.SubmitAsync(JobWorld.Request("tells of it"))).Id);

        Assert.Contains("made on cuda:1", job.Notes);
        var recipe = await LocalServer.Library.ShotLibrary.RecipeOfAsync(Assert.Single(_world.Library.List()), Stop);
        Assert.Equal(["made for a test", "made on cuda:1"], recipe.Notes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("clé")]
    public async Task Submit_BadClientKey_IsRefused(string key)
    {
        var error = await Assert.ThrowsAsync<InvalidRequestException>(() => _world.SubmitAsync(JobWorld.Request(), key));

        Assert.Equal("client_key", error.Field);
    }

    [Fact]
    public async Task Submit_BadRequest_LeavesNothing()
    {
        await Assert.ThrowsAsync<InvalidRequestException>(() => _world.SubmitAsync(JobWorld.Request() with { Seconds = 0 }));
        await Assert.ThrowsAsync<InvalidRequestException>(() => _world.SubmitAsync(JobWorld.Request() with { Pack = "unknown" }));

        Assert.Equal(0, _world.Queue.List(10, null, null).TotalCount);
        Assert.Empty(_world.Leftovers());
    }

    [Fact]
    public async Task Submit_RecipeOfOtherWeights_IsRefused()
    {
        var error = await Assert.ThrowsAsync<InvalidRequestException>(
            () => _world.SubmitAsync(JobWorld.Request() with { PackHash = new string('b', 64) }));

        Assert.Equal("pack_hash", error.Field);
    }

    [Fact]
    public async Task Submit_FullQueue_IsRefused()
    {
        _world.Options = new JobOptions { QueueLimit = 2 };
        await _world.ReopenAsync();
        await _world.SubmitAsync(JobWorld.Request());
        await _world.SubmitAsync(JobWorld.Request());

        await Assert.ThrowsAsync<QueueFullException>(() => _world.SubmitAsync(JobWorld.Request()));
    }

    [Fact]
    public async Task Submit_NoRoomOnTheDisk_IsRefused()
    {
        _world.Options = new JobOptions { DiskReserveBytes = 1L << 60 };
        await _world.ReopenAsync();

        var error = await Assert.ThrowsAsync<StorageException>(() => _world.SubmitAsync(JobWorld.Request()));

        Assert.Equal(StorageProblem.DiskFull, error.Problem);
        Assert.Equal(0, _world.Queue.List(10, null, null).TotalCount);
    }

    [Fact]
    public async Task Submit_LibraryNotWritable_IsRefused()
    {
        Directory.Delete(_world.Paths.Library, recursive: true);
        await File.WriteAllTextAsync(_world.Paths.Library, "a file where the folder should be", Stop);

        var error = await Assert.ThrowsAsync<StorageException>(() => _world.SubmitAsync(JobWorld.Request()));

        Assert.Equal(StorageProblem.NotWritable, error.Problem);
        File.Delete(_world.Paths.Library);
        Directory.CreateDirectory(_world.Paths.Library);
    }

    [Fact]
    public async Task List_PagesNewestFirst()
    {
        var ids = new List<JobId>();
        for (var index = 0; index < 5; index++)
        {
            ids.Add((await _world.SubmitAsync(JobWorld.Request())).Id);
        }

        var first = _world.Queue.List(2, null, null);
        var second = _world.Queue.List(2, first.NextPageToken, null);
        var third = _world.Queue.List(2, second.NextPageToken, null);

        ids.Reverse();
        Assert.Equal(ids, [.. first.Jobs.Concat(second.Jobs).Concat(third.Jobs).Select(job => job.Id)]);
        Assert.Equal(5, first.TotalCount);
        Assert.Null(third.NextPageToken);
        Assert.Empty(_world.Queue.List(2, null, JobState.Failed).Jobs);
    }

    [Theory]
    [InlineData(0, null, "page_size")]
    [InlineData(1001, null, "page_size")]
    [InlineData(10, "-1; DROP TABLE jobs", "page_token")]
    public void List_BadPage_IsRefused(int size, string? token, string field) =>
        Assert.Equal(field, Assert.Throws<InvalidRequestException>(() => _world.Queue.List(size, token, null)).Field);

    [Fact]
    public async Task Cancel_QueuedJob_NeverRuns()
    {
        var job = await _world.SubmitAsync(JobWorld.Request());

        await _world.Queue.CancelAsync(job.Id, Stop);
        await _world.StartAsync();
        var other = await _world.SubmitAsync(JobWorld.Request(seed: 7));
        await _world.FinishedAsync(other.Id);

        Assert.Equal(JobState.Cancelled, _world.Queue.Get(job.Id)?.State);
        Assert.Equal([7], _world.Worker.Seeds);
    }

    [Fact]
    public async Task Cancel_RunningJob_StopsAndLeavesNothing()
    {
        _world.Worker.Before = (_, stop) => Task.Delay(Timeout.Infinite, stop);
        await _world.StartAsync();
        var job = await _world.SubmitAsync(JobWorld.Request());
        await _world.UntilAsync(job.Id, state => state.State == JobState.Running);

        await _world.Queue.CancelAsync(job.Id, Stop);
        var ended = await _world.FinishedAsync(job.Id);

        Assert.Equal(JobState.Cancelled, ended.State);
        Assert.Empty(_world.Leftovers());
        Assert.Empty(_world.Library.List());
    }

    [Fact]
    public async Task Cancel_WhileEncoding_LeavesNothing()
    {
        _world.Encoder.Before = stop => Task.Delay(Timeout.Infinite, stop);
        await _world.StartAsync();
        var job = await _world.SubmitAsync(JobWorld.Request());
        await _world.UntilAsync(job.Id, state => state.Stage == "denoise" && state.Step == state.StepCount);

        await _world.Queue.CancelAsync(job.Id, Stop);

        Assert.Equal(JobState.Cancelled, (await _world.FinishedAsync(job.Id)).State);
        Assert.Empty(_world.Leftovers());
    }

    [Fact]
    public async Task Cancel_FinishedJob_ChangesNothing()
    {
        await _world.StartAsync();
        var job = await _world.SubmitAsync(JobWorld.Request());
        await _world.FinishedAsync(job.Id);

        await _world.Queue.CancelAsync(job.Id, Stop);

        Assert.Equal(JobState.Succeeded, _world.Queue.Get(job.Id)?.State);
    }

    [Fact]
    public async Task Cancel_UnknownJob_IsNotFound() =>
        await Assert.ThrowsAsync<JobNotFoundException>(() => _world.Queue.CancelAsync(JobId.New(), Stop));

    [Fact]
    public async Task Delete_FinishedJob_ForgetsItAndKeepsItsShot()
    {
        await _world.StartAsync();
        var job = await _world.SubmitAsync(JobWorld.Request(), "key");
        await _world.FinishedAsync(job.Id);

        await _world.Queue.DeleteAsync(job.Id, Stop);

        Assert.Null(_world.Queue.Get(job.Id));
        Assert.Single(_world.Library.List());
        Assert.NotEqual(job.Id, (await _world.SubmitAsync(JobWorld.Request(seed: 2), "key")).Id);
    }

    [Fact]
    public async Task Delete_WaitingJob_IsRefused()
    {
        var job = await _world.SubmitAsync(JobWorld.Request());

        await Assert.ThrowsAsync<JobStateException>(() => _world.Queue.DeleteAsync(job.Id, Stop));
    }

    [Fact]
    public async Task Watch_ResumesAfterASequenceNumber()
    {
        await _world.StartAsync();
        var job = await _world.SubmitAsync(JobWorld.Request());
        var ended = await _world.FinishedAsync(job.Id);

        var updates = new List<JobUpdate>();
        await foreach (var update in _world.Queue.WatchAsync(job.Id, ended.Sequence - 1, Stop))
        {
            updates.Add(update);
        }

        await foreach (var update in _world.Queue.WatchAsync(job.Id, ended.Sequence, Stop))
        {
            updates.Add(update);
        }

        Assert.Equal([ended.Sequence], updates.Select(update => update.Sequence));
    }

    [Fact]
    public async Task Watch_SequenceGrowsAcrossARestart()
    {
        _world.Worker.Before = (_, stop) => Task.Delay(Timeout.Infinite, stop);
        await _world.StartAsync();
        var job = await _world.SubmitAsync(JobWorld.Request());
        var before = await _world.UntilAsync(job.Id, state => state.State == JobState.Running);

        await _world.ReopenAsync();
        _world.Worker.Before = (_, _) => Task.CompletedTask;
        await _world.StartAsync();
        var after = await _world.UntilAsync(job.Id, state => state.State == JobState.Running || state.IsFinished);

        Assert.True(after.Sequence > before.Sequence);
    }

    [Fact]
    public async Task Watch_SlowReader_SeesTheLatestStateAndTheEnd()
    {
        await _world.StartAsync();
        var job = await _world.SubmitAsync(JobWorld.Request() with { StepCount = 200 });
        var sequences = new List<long>();
        var last = job;
        await foreach (var update in _world.Queue.WatchAsync(job.Id, 0, Stop))
        {
            sequences.Add(update.Sequence);
            last = update.Job;
            if (sequences.Count == 1)
            {
                // Everything happens while this reader does not read.
                await _world.FinishedAsync(job.Id);
            }
        }

        Assert.Equal(JobState.Succeeded, last.State);
        Assert.Equal(sequences.Order(), sequences);
        Assert.True(sequences.Count <= 2, $"{sequences.Count} states were kept for a reader that did not read");
        Assert.Equal(0, _world.Feeds.Count);
    }

    [Fact]
    public async Task Watch_DeletedJob_Ends()
    {
        var job = await _world.SubmitAsync(JobWorld.Request());
        await _world.Queue.CancelAsync(job.Id, Stop);
        await _world.Queue.DeleteAsync(job.Id, Stop);

        await Assert.ThrowsAsync<JobNotFoundException>(async () => await _world.FinishedAsync(job.Id));
    }

    [Fact]
    public async Task TakeNext_TenThousandWaiting_ServesTheOldest()
    {
        var oldest = await _world.SubmitAsync(JobWorld.Request());
        _world.Database.Write(connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = """
                WITH RECURSIVE counter(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counter WHERE n < 10000)
                INSERT INTO jobs(id, client_key, request, request_hash, state, created_at, sequence)
                SELECT substr('aaaaaaaaaaaa' || replace(replace(n, '1', 'b'), '0', 'c'), -12), 'key' || n, request, request_hash, 0, created_at, sequence
                FROM counter, jobs WHERE number = 1
                """;
            return command.ExecuteNonQuery();
        });

        Assert.Equal(10_001, _world.Queue.List(1000, null, JobState.Queued).TotalCount);
        Assert.Equal(oldest.Id, _world.Store.TakeNext()?.Job.Id);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _world.DisposeAsync();
}
