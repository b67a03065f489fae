using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Jobs.Faults;
using Sora2.LocalServer.Requests;
using Xunit;

namespace Sora2.LocalServer.Tests.Jobs.Store;

public sealed class JobOrderTests : IAsyncLifetime
{
    private readonly JobWorld _world = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData(2, QueueMove.First, null, "2013")]
    [InlineData(2, QueueMove.Up, null, "0213")]
    [InlineData(2, QueueMove.Down, null, "0132")]
    [InlineData(1, QueueMove.Last, null, "0231")]
    [InlineData(0, QueueMove.Up, null, "0123")]
    [InlineData(3, QueueMove.Down, null, "0123")]
    [InlineData(0, QueueMove.Before, 2, "1023")]
    [InlineData(3, QueueMove.Before, 1, "0312")]
    [InlineData(0, QueueMove.After, 2, "1203")]
    [InlineData(3, QueueMove.After, 0, "0312")]
    [InlineData(1, QueueMove.After, 0, "0123")]
    public async Task Move_GivesTheOrderThatIsAskedForAndKeepsIt(int moved, QueueMove move, int? beside, string order)
    {
        var jobs = await SubmitAsync(4);

        var place = await _world.Queue.MoveAsync(jobs[moved], move, beside is { } other ? jobs[other] : null, Stop);

        Assert.Equal(order.IndexOf((char)('0' + moved)) + 1, place);
        await _world.ReopenAsync();
        Assert.Equal(order, OrderOf(jobs));
        var last = await _world.SubmitAsync(JobWorld.Request(seed: 99));
        Assert.Equal(5, _world.Queue.Places()[last.Id]);
        Assert.All(jobs, job => Assert.Equal(_world.Queue.Places()[job], _world.Queue.PlaceOf(job)));
        await _world.StartAsync();
        await _world.FinishedAsync(last.Id);
        Assert.Equal([.. order.Select(static index => (long)(index - '0')), 99], _world.Worker.Seeds);
    }

    [Fact]
    public async Task Move_JobThatIsPutBack_FindsTheOrderAsItWas()
    {
        _world.Worker.Before = (_, stop) => Task.Delay(Timeout.Infinite, stop);
        var jobs = await SubmitAsync(3);
        await _world.Queue.MoveAsync(jobs[2], QueueMove.First, null, Stop);
        await _world.StartAsync();
        await _world.UntilAsync(jobs[2], static job => job.State == JobState.Running);
        await _world.Queue.MoveAsync(jobs[1], QueueMove.First, null, Stop);

        await _world.StopAsync();
        await _world.ReopenAsync();

        Assert.Equal("210", OrderOf(jobs));
    }

    [Fact]
    public async Task Move_OfWhatDoesNotWait_MovesNothing()
    {
        _world.Worker.Before = (_, stop) => Task.Delay(Timeout.Infinite, stop);
        var jobs = await SubmitAsync(4);
        await _world.Queue.CancelAsync(jobs[3], Stop);
        await _world.StartAsync();
        await _world.UntilAsync(jobs[0], static job => job.State == JobState.Running);

        var running = await Assert.ThrowsAsync<JobStateException>(() => _world.Queue.MoveAsync(jobs[0], QueueMove.Last, null, Stop));
        var ended = await Assert.ThrowsAsync<JobStateException>(() => _world.Queue.MoveAsync(jobs[3], QueueMove.First, null, Stop));
        var beside = await Assert.ThrowsAsync<JobStateException>(() => _world.Queue.MoveAsync(jobs[2], QueueMove.Before, jobs[0], Stop));
        await Assert.ThrowsAsync<JobNotFoundException>(() => _world.Queue.MoveAsync(JobId.New(), QueueMove.First, null, Stop));
        await Assert.ThrowsAsync<InvalidRequestException>(() => _world.Queue.MoveAsync(jobs[1], QueueMove.Before, jobs[1], Stop));

        Assert.Equal((JobState.Running, JobState.Cancelled, JobState.Running), (running.State, ended.State, beside.State));
        Assert.Equal([0, 1, 2, 0], jobs.Select(_world.Queue.PlaceOf));
        Assert.Equal([jobs[1], jobs[2]], _world.Queue.Waiting(10).Select(static job => job.Id));
    }

    [Fact]
    public async Task Move_WhileJobsAreTaken_LosesAndRepeatsNone()
    {
        const int Count = 24;
        var jobs = await SubmitAsync(Count);
        await _world.StartAsync();

        var moves = Task.Run(async () =>
        {
            var random = new Random(1);
            while (_world.Queue.Waiting(1).Count > 0)
            {
                try
                {
                    await _world.Queue.MoveAsync(jobs[random.Next(Count)], (QueueMove)random.Next(4), null, Stop);
                }
                catch (JobStateException)
                {
                    // It runs or has ended.
                }
            }
        }, Stop);
        foreach (var job in jobs)
        {
            await _world.FinishedAsync(job);
        }

        await moves;
        Assert.Equal(Enumerable.Range(0, Count).Select(static seed => (long)seed), _world.Worker.Seeds.Order());
    }

    [Fact]
    public async Task Order_OfAFileOfAnEarlierVersion_IsThatOfComing()
    {
        var jobs = await SubmitAsync(2);
        _world.Database.Prepare("DROP INDEX jobs_by_place; ALTER TABLE jobs DROP COLUMN place");

        await _world.ReopenAsync();

        Assert.Equal("01", OrderOf(jobs));
        await _world.Queue.MoveAsync(jobs[1], QueueMove.First, null, Stop);
        Assert.Equal("10", OrderOf(jobs));
    }

    // Each with its index as seed.
    private async Task<List<JobId>> SubmitAsync(int count)
    {
        var jobs = new List<JobId>();
        for (var seed = 0; seed < count; seed++)
        {
            jobs.Add((await _world.SubmitAsync(JobWorld.Request(seed: seed))).Id);
        }

        return jobs;
    }

    private string OrderOf(List<JobId> jobs) => string.Concat(_world.Queue.Waiting(100).Select(job => jobs.IndexOf(job.Id)));
}
