using System.Text.Json.Nodes;
using Sora2.LocalServer.Editors.Delivery;
using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Library;
using Sora2.LocalServer.Requests;
using Xunit;

namespace Sora2.LocalServer.Tests.Jobs.Deliveries;

public sealed class ShotDeliveryTests : IAsyncDisposable
{
    private readonly JobWorld _world = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Target => Path.Combine(_world.Paths.Home, "to");

    [Fact]
    public async Task Deliver_SeveralShots_LieCutToCutOnOneTimeline()
    {
        string[] names = [await MakeAsync("B"), await MakeAsync("A", handles: 5)];

        var first = await _world.Delivery.DeliverAsync(names, Target, link: false, "My board", Stop);
        var second = await _world.Delivery.DeliverAsync(names, Target, link: false, "My board", Stop);

        Assert.Equal(["P_MY_BOARD_v001", "P_MY_BOARD_v002"], (string[])[first.Timeline.Name, second.Timeline.Name]);
        Assert.Equal(names, first.Timeline.Shots.Select(shot => shot.Name));
        Assert.Equal([(0, 13, 0), (13, 13, 5)], first.Timeline.Placed().Select(placed => (placed.At, placed.Shot.CutFrames, placed.Shot.HeadHandle)));
        Assert.Equal(["10:00:00:00", "09:59:59:20"], first.Timeline.Shots.Select(shot => shot.Start.ToString()));
        Assert.All(first.Interchange, path => Assert.True(File.Exists(path)));
        Assert.Equal(names, DeliveryManifest.Read(first.Folder).Shots);
    }

    [Fact]
    public async Task Replace_PutsTheNextVersionInTheSamePlace()
    {
        string[] names = [await MakeAsync("A"), await MakeAsync("B")];
        var board = await _world.Delivery.DeliverAsync(names, Target, link: false, "", Stop);
        var next = await MakeAsync("A", handles: 3);

        var replaced = await _world.Delivery.ReplaceAsync(next, board.Folder, link: false, Stop);

        Assert.Equal(("P_BOARD_v002", "P_A_v002"), (replaced.Timeline.Name, replaced.Timeline.Shots[0].Name));
        Assert.Equal(Cuts(board.Folder, "P_BOARD_v001"), Cuts(replaced.Folder, "P_BOARD_v002"));
        Assert.True(Directory.Exists(board.Folder));

        static IEnumerable<(string?, double, double)> Cuts(string folder, string name) =>
            from clip in JsonNode.Parse(File.ReadAllText(Path.Combine(folder, $"{name}.otio")))!["tracks"]!["children"]![0]!["children"]!.AsArray()
            let range = clip["source_range"]!
            select (((string)clip["name"]!)[..3], (double)range["start_time"]!["value"]!, (double)range["duration"]!["value"]!);
    }

    [Fact]
    public async Task Replace_ASingleShot_IsDeliveredAsItself()
    {
        var one = await _world.Delivery.DeliverAsync([await MakeAsync("A")], Target, link: false, "", Stop);

        Assert.Equal("P_A_v002", (await _world.Delivery.ReplaceAsync(await MakeAsync("A"), one.Folder + Path.DirectorySeparatorChar, link: true, Stop)).Timeline.Name);
    }

    [Fact]
    public async Task Replace_WhatWouldMoveTheCut_IsRefused()
    {
        var board = await _world.Delivery.DeliverAsync([await MakeAsync("A"), await MakeAsync("B")], Target, link: false, "", Stop);

        Assert.Contains("50 frames", (await RefusedAsync(await MakeAsync("A", seconds: 2))).Given, StringComparison.Ordinal);
        Assert.Contains("11:00:00:00", (await RefusedAsync(await MakeAsync("A", start: "11:00:00:00"))).Given, StringComparison.Ordinal);
        Assert.Contains("another version", (await RefusedAsync(await MakeAsync("C"))).Allowed, StringComparison.Ordinal);
        Assert.Contains("another version", (await RefusedAsync("P_A_v001")).Allowed, StringComparison.Ordinal);
        Assert.Equal("folder", (await Assert.ThrowsAsync<InvalidRequestException>(() => _world.Delivery.ReplaceAsync("P_A_v001", Target, false, Stop))).Field);
        Assert.Equal([board.Folder], Directory.EnumerateDirectories(Target));

        Task<InvalidRequestException> RefusedAsync(string name) =>
            Assert.ThrowsAsync<InvalidRequestException>(() => _world.Delivery.ReplaceAsync(name, board.Folder, link: false, Stop));
    }

    [Fact]
    public async Task Deliver_ShotThatWasDeleted_IsNotFound()
    {
        string[] names = [await MakeAsync("A"), await MakeAsync("B")];
        var board = await _world.Delivery.DeliverAsync(names, Target, link: false, "", Stop);
        var next = await MakeAsync("A");
        Directory.Delete(_world.Library.Get("P_B_v001")!.Folder, recursive: true);

        Assert.Equal("P_B_v001", (await Assert.ThrowsAsync<ShotNotFoundException>(() => _world.Delivery.DeliverAsync(names, Target, false, "", Stop))).Name);
        Assert.Equal("P_B_v001", (await Assert.ThrowsAsync<ShotNotFoundException>(() => _world.Delivery.ReplaceAsync(next, board.Folder, false, Stop))).Name);
    }

    [Fact]
    public async Task Deliver_WhatNamesNothing_IsRefused()
    {
        var name = await MakeAsync("A");

        Assert.Equal("names", await FieldAsync([], ""));
        Assert.Equal("names", await FieldAsync([name, await MakeAsync("A", project: "Q")], ""));
        Assert.Equal("board", await FieldAsync([name], "board"));
        Assert.Equal("board", await FieldAsync([name, await MakeAsync("B")], "日本"));
        Assert.Equal("shots", await FieldAsync([name, name], ""));

        async Task<string> FieldAsync(string[] names, string board) =>
            (await Assert.ThrowsAsync<InvalidRequestException>(() => _world.Delivery.DeliverAsync(names, Target, link: false, board, Stop))).Field;
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    // Through the whole queue, as a user's shot comes about.
    private async Task<string> MakeAsync(string shot, int handles = 0, double seconds = 0.5, string start = "10:00:00:00", string project = "P")
    {
        var request = JobWorld.Request();
        await _world.StartAsync();
        var job = await _world.SubmitAsync(request with
        {
            Seconds = seconds,
            Project = project,
            Shot = shot,
            Sequence = request.Sequence with { StartTimecode = start, HeadHandle = handles },
        });
        var finished = await _world.FinishedAsync(job.Id);
        Assert.Equal(JobState.Succeeded, finished.State);
        return finished.Shots[0];
    }
}
