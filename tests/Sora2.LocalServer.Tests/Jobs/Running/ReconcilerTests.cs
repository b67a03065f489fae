using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Jobs.Faults;
using Sora2.LocalServer.Requests;
using Xunit;

namespace Sora2.LocalServer.Tests.Jobs.Running;

/// <summary>What a crash leaves behind is made by hand here; the chaos test makes it with real kills.</summary>
public sealed class ReconcilerTests : IAsyncLifetime
{
    private readonly JobWorld _world = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_JobThatWasRunning_RunsAgain()
    {
        var job = await _world.SubmitAsync(JobWorld.Request());
        _world.Store.TakeNext();

        await _world.ReopenAsync();
        await _world.StartAsync();
        var ended = await _world.FinishedAsync(job.Id);

        Assert.Equal((JobState.Succeeded, 2), (ended.State, ended.Attempt));
    }

    [Fact]
    public async Task Run_OldUpload_StaysOnlyWhereAJobTookIt()
    {
        var (taken, idle, fresh) = (Upload('a'), Upload('b'), Upload('c'));
        var job = await _world.SubmitAsync(JobWorld.Request() with
        {
            Conditioning = [new Conditioning(ConditioningRole.Frame, Path.GetFileName(taken), 0, LastFrame: false, Name: "")],
        });
        await _world.Queue.CancelAsync(job.Id, Stop);
        await _world.Queue.DeleteAsync(job.Id, Stop);
        foreach (var file in (string[])[taken, idle])
        {
            File.SetLastWriteTimeUtc(file, (_world.Time.GetUtcNow() - _world.Options.UploadIdle - TimeSpan.FromSeconds(1)).UtcDateTime);
        }

        File.SetLastWriteTimeUtc(fresh, _world.Time.GetUtcNow().UtcDateTime);
        await _world.ReconcileAsync();

        Assert.Equal((true, false, true), (File.Exists(taken), File.Exists(idle), File.Exists(fresh)));
    }

    [Fact]
    public async Task Discard_TakesOnlyWhatNoJobTook()
    {
        var (taken, idle) = (Upload('a'), Upload('b'));
        await _world.SubmitAsync(JobWorld.Request() with
        {
            Conditioning = [new Conditioning(ConditioningRole.Frame, Path.GetFileName(taken), 0, LastFrame: false, Name: "")],
        });

        foreach (var file in (string[])[taken, idle, "../sora2.db"])
        {
            await _world.Queue.DiscardUploadAsync(Path.GetFileName(file), Stop);
        }

        Assert.Equal((true, false), (File.Exists(taken), File.Exists(idle)));
    }

    [Fact]
    public async Task Run_CancelBeforeTheCrash_Holds()
    {
        var job = await _world.SubmitAsync(JobWorld.Request());
        _world.Store.TakeNext();
        await _world.Queue.CancelAsync(job.Id, Stop);

        await _world.ReopenAsync();
        await _world.StartAsync();

        Assert.Equal(JobState.Cancelled, _world.Queue.Get(job.Id)?.State);
        Assert.Empty(_world.Worker.Seeds);
    }

    [Fact]
    public async Task Run_JobThatTakesTheServerDownEachTime_IsQuarantined()
    {
        _world.Options = new JobOptions { InterruptionLimit = 2 };
        var job = await _world.SubmitAsync(JobWorld.Request());
        for (var crash = 0; crash < 2; crash++)
        {
            await _world.ReopenAsync();
            _world.Store.TakeNext();
            await _world.ReopenAsync();
            await _world.ReconcileAsync();
        }

        var ended = _world.Queue.Get(job.Id)!;
        Assert.Equal((JobState.Quarantined, JobErrorCodes.Interrupted), (ended.State, ended.Error?.Code));
    }

    [Fact]
    public async Task Run_AllShotsPublishedBeforeTheCrash_Succeeds()
    {
        await _world.StartAsync();
        var job = await _world.SubmitAsync(JobWorld.Request());
        await _world.FinishedAsync(job.Id);
        await _world.StopAsync();
        Sql("UPDATE jobs SET state = 1, shots = '[]', finished_at = NULL");

        await _world.ReopenAsync();
        _world.Worker.Seeds.Clear();
        await _world.StartAsync();

        var ended = _world.Queue.Get(job.Id)!;
        Assert.Equal(JobState.Succeeded, ended.State);
        Assert.Single(ended.Shots);
        Assert.Empty(_world.Worker.Seeds);
    }

    [Fact]
    public async Task Run_RenamedButNotCommitted_IsPublishedOnce()
    {
        await _world.StartAsync();
        var job = await _world.SubmitAsync(JobWorld.Request());
        await _world.FinishedAsync(job.Id);
        await _world.StopAsync();
        Sql("UPDATE shots SET state = 0, files = NULL; UPDATE jobs SET state = 1, shots = '[]', finished_at = NULL");

        await _world.ReopenAsync();
        _world.Worker.Seeds.Clear();
        await _world.StartAsync();

        Assert.Equal(JobState.Succeeded, _world.Queue.Get(job.Id)?.State);
        Assert.Single(_world.Library.List());
        Assert.Empty(_world.Worker.Seeds);
    }

    [Fact]
    public async Task Run_EmptiesScratchAndStaging()
    {
        Directory.CreateDirectory(Path.Combine(_world.Paths.Scratch, "old.0.run"));
        await File.WriteAllTextAsync(Path.Combine(_world.Paths.Scratch, "old.0.run", "reel"), "half a reel", Stop);
        Directory.CreateDirectory(Path.Combine(_world.Paths.Library, ".staging", "X_v001.run"));
        await File.WriteAllTextAsync(Path.Combine(_world.Paths.Library, ".staging", "X_v001.run", "x.mov"), "half a movie", Stop);
        await File.WriteAllTextAsync(Path.Combine(_world.Paths.Uploads, ".x.part"), "half an upload", Stop);

        await _world.StartAsync();

        Assert.Empty(_world.Leftovers());
        Assert.Empty(Directory.EnumerateFiles(_world.Paths.Uploads));
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    private void Sql(string sql) => _world.Database.Write(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    });

    private string Upload(char digit)
    {
        var path = Path.Combine(_world.Paths.Uploads, new string(digit, 64));
        File.WriteAllBytes(path, [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        return path;
    }
}
