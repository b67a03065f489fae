using Sora2.LocalServer.Editors.Delivery;
using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Requests;
using Xunit;

namespace Sora2.LocalServer.Tests.Jobs.Deliveries;

public sealed class DeliveryFoldersTests : IAsyncDisposable
{
    private readonly JobWorld _world = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Target => Path.Combine(_world.Paths.Home, "watched");

    [Fact]
    public async Task Job_OfAProjectWithAFolder_IsDeliveredBeforeItEnds()
    {
        await _world.StartAsync();
        await MakeAsync("P", "BEFORE");
        _world.Time.Advance(TimeSpan.FromSeconds(1));
        _world.Folders.Set("p", Target, link: false);

        var job = await MakeAsync("P", "A");
        await MakeAsync("Q", "A");

        Assert.Equal(["P_A_v001"], Delivered());
        Assert.Contains($"P_A_v001 is delivered: {Path.Combine(Target, "P_A_v001")}", job.Notes);
        Assert.True(File.Exists(Path.Combine(Target, "P_A_v001", "P_A_v001.otio")));
    }

    [Fact]
    public async Task Folders_StayOverARestart()
    {
        _world.Folders.Set("Größe", Target, link: true);

        await _world.ReopenAsync();

        var folder = Assert.Single(_world.Folders.List());
        Assert.Equal(("GROESSE", Target, true), (folder.Project, folder.Folder, folder.Link));
        await _world.StartAsync();
        await MakeAsync("Größe", "A");
        Assert.Equal(["GROESSE_A_v001"], Delivered());

        _world.Folders.Remove("größe");
        await MakeAsync("Größe", "B");
        Assert.Equal(["GROESSE_A_v001"], Delivered());
    }

    [Fact]
    public async Task Job_WhoseFolderIsAway_SucceedsAndIsDeliveredAtTheNextStart()
    {
        _world.Folders.Set("P", Target, link: false);
        Directory.Delete(Target);
        await File.WriteAllTextAsync(Target, "in the way", Stop);
        await _world.StartAsync();

        var job = await MakeAsync("P", "A");
        File.Delete(Target);
        await _world.ReopenAsync();
        var notes = await _world.Folders.DeliverDueAsync(null, Stop);

        Assert.Equal(JobState.Succeeded, job.State);
        Assert.Contains(job.Notes, note => note.StartsWith("P_A_v001 was not delivered:", StringComparison.Ordinal));
        Assert.Equal([$"P_A_v001 is delivered: {Path.Combine(Target, "P_A_v001")}"], notes);
        Assert.Equal(["P_A_v001"], Delivered());
    }

    [Fact]
    public async Task Shot_ThatTheUserTookOut_DoesNotComeAgain()
    {
        _world.Folders.Set("P", Target, link: false);
        await _world.StartAsync();
        await MakeAsync("P", "A");
        Directory.Delete(Path.Combine(Target, "P_A_v001"), recursive: true);

        await MakeAsync("P", "B");

        Assert.Equal(["P_B_v001"], Delivered());
    }

    [Fact]
    public async Task Variants_AreAllDelivered()
    {
        _world.Folders.Set("P", Target, link: false);
        await _world.StartAsync();

        await MakeAsync("P", "A", variants: 3);

        Assert.Equal(["P_A_v001", "P_A_v002", "P_A_v003"], Delivered());
    }

    [Fact]
    public async Task Set_WhatCannotBe_IsRefusedAndChangesNothing()
    {
        await File.WriteAllTextAsync(Target, "in the way", Stop);

        Assert.Equal("project", Assert.Throws<InvalidRequestException>(() => _world.Folders.Set("日本", "/tmp", false)).Field);
        Assert.Equal("folder", Assert.Throws<InvalidRequestException>(() => _world.Folders.Set("P", "watched", false)).Field);
        Assert.Equal(DeliveryProblem.NotWritable, Assert.Throws<DeliveryException>(() => _world.Folders.Set("P", Path.Combine(Target, "sub"), false)).Problem);
        Assert.Empty(_world.Folders.List());
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    private string[] Delivered() => [.. Directory.EnumerateFileSystemEntries(Target).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private async Task<Job> MakeAsync(string project, string shot, int variants = 1) => await _world.FinishedAsync(
        (await _world.SubmitAsync(JobWorld.Request(variants: variants) with { Project = project, Shot = shot })).Id);
}
