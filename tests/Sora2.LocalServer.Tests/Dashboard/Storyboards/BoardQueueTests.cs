using Sora2.LocalServer.Dashboard.Storyboards;
using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Requests;
using Sora2.LocalServer.Tests.Jobs;
using Xunit;

namespace Sora2.LocalServer.Tests.Dashboard.Storyboards;

public sealed class BoardQueueTests : IAsyncDisposable
{
    private readonly JobWorld _world = new();
    private readonly BoardStore _boards;

    public BoardQueueTests() => _boards = new BoardStore(_world.Paths);

    // Of whatever server runs now.
    private BoardQueue Boards => new(_world.Queue, _world.Library, _boards, _world.Time);

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Submit_QueuesEveryShot_AndIsKnownAgainAfterARestart()
    {
        var board = await Boards.SubmitAsync(Form("a red ball", "a blue cube"));

        await _world.ReopenAsync();
        await _world.StartAsync();
        var found = _boards.Find(board.Id)!;
        var jobs = Boards.JobsOf(found);

        Assert.Equal(["a red ball", "a blue cube"], jobs.Select(static job => job!.Request.Prompt));
        foreach (var job in jobs)
        {
            Assert.Equal(JobState.Succeeded, (await _world.FinishedAsync(job!.Id)).State);
        }

        Assert.Equal(["SORA2_SH010_v001", "SORA2_SH020_v001"], Boards.ShotsToCut(found));
        Assert.Equal(board.Id, Assert.Single(_boards.Newest(10)).Id);
        Assert.NotEmpty(await _world.Delivery.InterchangeAsync(Boards.ShotsToCut(found), TestContext.Current.CancellationToken));
        _world.Library.Delete("SORA2_SH010_v001");
        Assert.Equal(["SORA2_SH020_v001"], Boards.ShotsToCut(found));
    }

    [Fact]
    public async Task Submit_OfWhichOneShotIsRefused_IsNotMadeAtAll()
    {
        var form = Form("a red ball", "a blue cube");
        form.Shots[1].Seconds = 1000;

        var refused = await Assert.ThrowsAsync<InvalidRequestException>(() => Boards.SubmitAsync(form));

        Assert.Equal("shot 2: seconds", refused.Field);
        Assert.Equal(JobState.Cancelled, Assert.Single(_world.Queue.List(10, null, null).Jobs).State);
        Assert.Empty(_boards.Newest(10));
    }

    [Fact]
    public async Task TryAgain_AskedTwice_MakesOneJobInTheShotsPlace()
    {
        var board = await Boards.SubmitAsync(Form("a red ball", "a blue cube"));
        await Boards.CancelAsync(board);
        var ended = Boards.JobsOf(board)[1]!;

        var once = await Boards.TryAgainAsync(board, 1, ended);
        var twice = await Boards.TryAgainAsync(board, 1, ended);

        Assert.Equal(once.Jobs, twice.Jobs);
        Assert.Equal(board.Jobs[0], once.Jobs[0]);
        Assert.NotEqual(board.Jobs[1], once.Jobs[1]);
        Assert.Equal([JobState.Cancelled, JobState.Queued], Boards.JobsOf(_boards.Find(board.Id)!).Select(static job => job!.State));
    }

    [Theory]
    [InlineData("../jobs")]
    [InlineData("")]
    [InlineData("0123456789abcdef0123456789abcdef")]
    public void Find_WhatIsNone_IsNothing(string id)
    {
        Assert.Null(_boards.Find(id));
        _boards.Remove(id);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("null")]
    public async Task Find_ASpoiltFile_IsNothing(string text)
    {
        var id = BoardStore.NewId();
        await File.WriteAllTextAsync(Path.Combine(_world.Paths.Storyboards, $"{id}.json"), text, TestContext.Current.CancellationToken);

        Assert.Null(_boards.Find(id));
        Assert.Empty(_boards.Newest(10));
    }

    private static BoardForm Form(params string[] prompts)
    {
        var form = new BoardForm { Shots = [.. prompts.Select(static prompt => new BoardShot { Prompt = prompt, Seconds = 0.5 })] };
        (form.Settings.Size, form.Settings.Seed) = ("320x180", "1");
        return form;
    }
}
