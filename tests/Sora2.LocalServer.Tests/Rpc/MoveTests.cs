using Grpc.Core;
using Sora2.Contracts.V1;
using Xunit;

namespace Sora2.LocalServer.Tests.Rpc;

/// <summary>The queue's order through its door.</summary>
public sealed class MoveTests : IAsyncLifetime
{
    private readonly MakingServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server.Worker.Before = static (_, stop) => Task.Delay(Timeout.Infinite, stop);
        await _server.InitializeAsync();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Move_ChangesPlacesThatListAndGetTell()
    {
        var running = await _server.SubmitAsync();
        await _server.UntilAsync(running, LocalServer.Jobs.JobState.Running, Stop);
        string[] jobs = [await _server.SubmitAsync(), await _server.SubmitAsync(), await _server.SubmitAsync()];

        var moved = await MoveAsync(jobs[2], QueueMove.First);

        Assert.Equal(1, moved.Place);
        Assert.Equal(2, (await _server.Generation.GetAsync(new GetJobRequest { JobId = jobs[0] }, cancellationToken: Stop)).Place);
        var all = (await _server.Generation.ListAsync(new ListJobsRequest(), cancellationToken: Stop)).Jobs;
        Assert.Equal([1, 3, 2, 0], all.Select(static job => job.Place));
        Assert.Equal(3, (await MoveAsync(jobs[2], QueueMove.After, jobs[1])).Place);
    }

    [Fact]
    public async Task Move_JobThatRunsOrEnded_IsRefusedPlainly()
    {
        var running = await _server.SubmitAsync();
        await _server.UntilAsync(running, LocalServer.Jobs.JobState.Running, Stop);
        var (waiting, ended) = (await _server.SubmitAsync(), await _server.SubmitAsync());
        await _server.Generation.CancelAsync(new CancelRequest { JobId = ended }, cancellationToken: Stop);

        Assert.Contains("is running", await RefusedAsync(running, QueueMove.Last), StringComparison.Ordinal);
        Assert.Contains("is cancelled", await RefusedAsync(ended, QueueMove.First), StringComparison.Ordinal);
        Assert.Contains("is running", await RefusedAsync(waiting, QueueMove.Before, running), StringComparison.Ordinal);

        async Task<string> RefusedAsync(string job, QueueMove move, string other = "")
        {
            var error = await Assert.ThrowsAsync<RpcException>(() => MoveAsync(job, move, other));
            Assert.Equal((StatusCode.FailedPrecondition, "job_state"), (error.StatusCode, RunningServer.FaultOf(error).Code));
            return error.Status.Detail;
        }
    }

    [Theory]
    [InlineData(QueueMove.Unspecified, false)]
    [InlineData((QueueMove)99, false)]
    [InlineData(QueueMove.Before, false)]
    [InlineData(QueueMove.First, true)]
    public async Task Move_ThatMakesNoSense_IsInvalid(QueueMove move, bool beside)
    {
        var (job, other) = (await _server.SubmitAsync(), await _server.SubmitAsync());

        var error = await Assert.ThrowsAsync<RpcException>(() => MoveAsync(job, move, beside ? other : ""));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
    }

    private async Task<Job> MoveAsync(string job, QueueMove move, string other = "") =>
        await _server.Generation.MoveAsync(new MoveRequest { JobId = job, Move = move, OtherJobId = other }, cancellationToken: Stop);
}
