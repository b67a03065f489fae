using Microsoft.Extensions.Logging;
using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Jobs.Faults;
using Sora2.LocalServer.Jobs.Workers;
using Sora2.LocalServer.Library;
using Xunit;

namespace Sora2.LocalServer.Tests.Jobs.Running;

public sealed class JobRunnerTests : IAsyncLifetime
{
    private const string Prompt = "a secret red ball bounces";

    private readonly JobWorld _world = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_PublishesOneShotAVariant()
    {
        await _world.StartAsync();
        var job = await _world.SubmitAsync(JobWorld.Request(Prompt, variants: 3, seed: 40) with { Project = "Été 2", Shot = "ball" });
        var ended = await _world.FinishedAsync(job.Id);

        Assert.Equal(JobState.Succeeded, ended.State);
        Assert.Equal(["ETE_2_BALL_v001", "ETE_2_BALL_v002", "ETE_2_BALL_v003"], ended.Shots);
        Assert.Equal([40, 41, 42], _world.Worker.Seeds);
        Assert.Equal(1, ended.Progress);
        Assert.Equal(["made for a test"], ended.Notes);
        Assert.Equal(3, ended.SecondsInModel);
        Assert.Empty(_world.Leftovers());
        var recipe = ShotRecipe.Parse(await File.ReadAllBytesAsync(_world.Library.Get("ETE_2_BALL_v002")!.Recipe, Stop));
        Assert.Equal((41, 1, Prompt), (recipe.Request.Seed, recipe.Request.Variants, recipe.Request.Prompt));
    }

    [Fact]
    public async Task Run_RecipeMakesTheSameShotAgain()
    {
        await _world.StartAsync();
        var job = await _world.SubmitAsync(JobWorld.Request(Prompt, variants: 2, seed: 8));
        var shots = (await _world.FinishedAsync(job.Id)).Shots;
        var second = _world.Library.Get(shots[1])!;

        var recipe = ShotRecipe.Parse(await File.ReadAllBytesAsync(second.Recipe, Stop));
        var again = await _world.SubmitAsync(recipe.ToRequest());
        var copy = _world.Library.Get((await _world.FinishedAsync(again.Id)).Shots[0])!;

        Assert.NotEqual(second.Name, copy.Name);
        Assert.Equal(await File.ReadAllBytesAsync(second.Picture, Stop), await File.ReadAllBytesAsync(copy.Picture, Stop));
    }

    [Fact]
    public async Task Run_ShowsProgressThatNeverFalls()
    {
        await _world.StartAsync();
        var job = await _world.SubmitAsync(JobWorld.Request(variants: 2));
        var progress = new List<double>();
        await foreach (var update in _world.Queue.WatchAsync(job.Id, 0, Stop))
        {
            progress.Add(update.Job.Progress);
        }

        Assert.Equal(progress.Order(), progress);
        Assert.Equal(1, progress[^1]);
    }

    [Fact]
    public async Task Run_WorkerDiesOnce_TriesAgain()
    {
        var deaths = 0;
        _world.Worker.Before = (_, _) => deaths++ == 0 ? throw new WorkerDiedException(137) : Task.CompletedTask;
        await _world.StartAsync();
        var job = await _world.SubmitAsync(JobWorld.Request());
        var ended = await _world.FinishedAsync(job.Id);

        Assert.Equal((JobState.Succeeded, 2), (ended.State, ended.Attempt));
        Assert.Equal(["made for a test", "The worker ended at the first try without saying why: it was tried again."], ended.Notes);
        Assert.Single(_world.Library.List());
    }

    [Fact]
    public async Task Run_WorkerDiesTwice_QuarantinesAndGoesOn()
    {
        _world.Worker.Before = (plan, _) => plan.Seed == 1 ? throw new WorkerDiedException(137) : Task.CompletedTask;
        await _world.StartAsync();
        var bad = await _world.SubmitAsync(JobWorld.Request(seed: 1));
        var good = await _world.SubmitAsync(JobWorld.Request(seed: 2));
        var ended = await _world.FinishedAsync(bad.Id);

        Assert.Equal((JobState.Quarantined, JobErrorCodes.WorkerDied), (ended.State, ended.Error?.Code));
        Assert.Equal(JobState.Succeeded, (await _world.FinishedAsync(good.Id)).State);
        Assert.Empty(_world.Leftovers());
    }

    [Fact]
    public async Task Run_OneDeathAVariant_IsForgivenEachTime()
    {
        var died = new HashSet<long>();
        _world.Worker.Before = (plan, _) => died.Add(plan.Seed) ? throw new WorkerDiedException(139) : Task.CompletedTask;
        await _world.StartAsync();
        var job = await _world.SubmitAsync(JobWorld.Request(variants: 3, seed: 5));

        Assert.Equal(JobState.Succeeded, (await _world.FinishedAsync(job.Id)).State);
        Assert.Equal([5, 5, 6, 6, 7, 7], _world.Worker.Seeds);
    }

    [Fact]
    public async Task Run_FullDisk_FailsWithoutTryingAgain()
    {
        _world.Worker.Before = (_, _) => throw new GenerationFailedException(JobErrorCodes.DiskFull, "The disk is full.");
        await _world.StartAsync();
        var job = await _world.SubmitAsync(JobWorld.Request());
        var ended = await _world.FinishedAsync(job.Id);

        Assert.Equal((JobState.Failed, JobErrorCodes.DiskFull, 1), (ended.State, ended.Error?.Code, ended.Attempt));
        Assert.Equal(["made for a test"], ended.Notes);
    }

    [Fact]
    public async Task Run_FailureThatQuotesThePrompt_KeepsItOutOfErrorAndLog()
    {
        _world.Worker.Before = (plan, _) => throw new GenerationFailedException(JobErrorCodes.Internal, $"cannot make {plan.Prompt}");
        await _world.StartAsync();
        var job = await _world.SubmitAsync(JobWorld.Request(Prompt));
        var ended = await _world.FinishedAsync(job.Id);

        Assert.Equal(JobState.Quarantined, ended.State);
        Assert.DoesNotContain("secret", ended.Error!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_world.Log.Lines, line => line.Level > LogLevel.Debug && line.Text.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stop_PutsTheRunningJobBack()
    {
        _world.Worker.Before = (_, stop) => Task.Delay(Timeout.Infinite, stop);
        await _world.StartAsync();
        var job = await _world.SubmitAsync(JobWorld.Request());
        await _world.UntilAsync(job.Id, state => state.State == JobState.Running);

        await _world.StopAsync();

        Assert.Equal((JobState.Queued, 0), (_world.Queue.Get(job.Id)!.State, _world.Queue.Get(job.Id)!.Attempt));
        Assert.Empty(_world.Leftovers());
    }

    [Fact]
    public async Task Start_AfterAStopBetweenVariants_MakesOnlyTheMissing()
    {
        _world.Worker.Before = (plan, stop) => plan.Seed == 2 ? Task.Delay(Timeout.Infinite, stop) : Task.CompletedTask;
        await _world.StartAsync();
        var job = await _world.SubmitAsync(JobWorld.Request(variants: 3, seed: 1));
        await _world.UntilAsync(job.Id, state => state.Shots.Count == 1);

        await _world.ReopenAsync();
        _world.Worker.Before = (_, _) => Task.CompletedTask;
        _world.Worker.Seeds.Clear();
        await _world.StartAsync();
        var ended = await _world.FinishedAsync(job.Id);

        Assert.Equal([2, 3], _world.Worker.Seeds);
        Assert.Equal(3, ended.Shots.Count);
        Assert.Equal(3, _world.Library.List().Count);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _world.DisposeAsync();
}
