using System.Diagnostics;
using Sora2.PluginHost.Playback;
using Sora2.PluginHost.Sessions;
using Sora2.PluginHost.Sessions.Wishes;
using Sora2.PluginHost.Tests.Cli;
using Xunit;

namespace Sora2.PluginHost.Tests.Sessions;

/// <summary>Sessions of this process with the real server, the embedded pack and servers that misbehave.</summary>
[Collection(nameof(PrivateHome))]
public sealed class PluginSessionTests : IDisposable
{
    private readonly PrivateHome _home = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Submit_WithoutServer_IsSentOnceOneComes()
    {
        Assert.SkipUnless(EmbeddedPack.IsThere, "needs models/sora2-mini");
        using var session = new PluginSession(mayStart: false, "Editor 1.0 (démo)", TimeProvider.System);
        Assert.Equal(ServerCondition.Unknown, session.Report.Condition);

        var job = session.Submit(SmallWish() with { Seconds = 8 });
        await UntilAsync(() => session.Report.Condition == ServerCondition.Absent);
        Assert.Equal(JobStage.Sending, job.Snapshot.Stage);
        Assert.Contains("sora2 serve", job.Snapshot.Message, StringComparison.Ordinal);
        await PrivateHome.StartServerAsync(Stop);

        await UntilAsync(() => job.Snapshot.Stage is JobStage.Queued or JobStage.Running);
        Assert.Equal((ServerCondition.Ready, ""), (session.Report.Condition, session.Report.Message));
        await UntilAsync(() => _home.Log.Contains("submitted by Editor 1.0 (d?mo)", StringComparison.Ordinal));
        job.Cancel();
        await UntilAsync(() => job.Snapshot.Stage == JobStage.Cancelled);
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task OpenDashboard_GivesTheBrowserALinkThatWorks()
    {
        await PrivateHome.StartServerAsync(Stop);
        using var session = new PluginSession(mayStart: false, "test", TimeProvider.System);
        var bin = Directory.CreateDirectory(Path.Combine(_home.Folder, "bin")).FullName;
        var given = Path.Combine(_home.Folder, "given");

        // Renamed into its place, so that it is there whole.
        await File.WriteAllTextAsync(Path.Combine(bin, "xdg-open"), $"#!/bin/sh\necho \"$1\" > {given}.part && mv {given}.part {given}\n", Stop);
        File.SetUnixFileMode(Path.Combine(bin, "xdg-open"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var path = Environment.GetEnvironmentVariable("PATH");
        Environment.SetEnvironmentVariable("PATH", $"{bin}:{path}");
        try
        {
            await session.OpenDashboard();
        }
        finally
        {
            Environment.SetEnvironmentVariable("PATH", path);
        }

        await UntilAsync(() => File.Exists(given));
        var link = new Uri((await File.ReadAllTextAsync(given, Stop)).Trim());
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(link, "session")) { Content = new StringContent(link.Fragment[1..]) };
        request.Headers.Add("Origin", link.GetLeftPart(UriPartial.Authority));
        using var answer = await client.SendAsync(request, Stop);
        Assert.Equal(System.Net.HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal("", session.Report.Message);
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task OpenDashboard_WithoutABrowser_SaysWhatToType()
    {
        await PrivateHome.StartServerAsync(Stop);
        using var session = new PluginSession(mayStart: false, "test", TimeProvider.System);
        var path = Environment.GetEnvironmentVariable("PATH");
        Environment.SetEnvironmentVariable("PATH", _home.Folder);
        try
        {
            await session.OpenDashboard();
        }
        finally
        {
            Environment.SetEnvironmentVariable("PATH", path);
        }

        Assert.Contains("sora2 open", session.Report.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_ToAHungServer_SaysSoAndNeverBlocks()
    {
        _home.PretendToHang();
        using var session = new PluginSession(mayStart: true, "test", TimeProvider.System);
        var watch = Stopwatch.StartNew();

        var job = session.Submit(SmallWish());

        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 0.5);
        await UntilAsync(() => session.Report.Condition == ServerCondition.Hung);
        Assert.Equal(JobStage.Sending, job.Snapshot.Stage);
        Assert.Contains("Stop it", job.Snapshot.Message, StringComparison.Ordinal);
        watch.Restart();
        session.Dispose();
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 1.5);
    }

    [Fact]
    public async Task Submit_ToAnotherVersion_SaysSo()
    {
        _home.PretendOtherVersion();
        using var session = new PluginSession(mayStart: true, "test", TimeProvider.System);

        var job = session.Submit(SmallWish());

        await UntilAsync(() => session.Report.Condition == ServerCondition.OtherVersion);
        Assert.Contains("9.9", job.Snapshot.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_WhatTheServerRefuses_FailsWithItsWordsAndLeavesNoUpload()
    {
        Assert.SkipUnless(EmbeddedPack.IsThere, "needs models/sora2-mini");
        using var session = new PluginSession(mayStart: true, "test", TimeProvider.System);
        var picture = Path.Combine(_home.Folder, "maya.png");
        File.WriteAllBytes(picture, OnePixelPng);

        var unknown = session.Submit(SmallWish() with { Pack = "no-such-pack" });
        // one more than the pack keeps
        var cast = session.Submit(SmallWish() with { Prompt = "MAYA, BOB and TOM walk", Cast = $"MAYA={picture}\nBOB={picture}\nTOM={picture}\n" });
        var unreadable = session.Submit(SmallWish() with { Cast = "MAYA=/no/such/picture.png" });
        await UntilAsync(() => unknown.Snapshot.IsOver && cast.Snapshot.IsOver && unreadable.Snapshot.IsOver);

        Assert.Contains("no-such-pack", unknown.Snapshot.Message, StringComparison.Ordinal);
        Assert.Contains("cast", cast.Snapshot.Message, StringComparison.Ordinal);
        Assert.Contains("/no/such/picture.png", unreadable.Snapshot.Message, StringComparison.Ordinal);
        Assert.All([unknown, cast, unreadable], static job => Assert.Equal(JobStage.Failed, job.Snapshot.Stage));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_home.Uploads));
    }

    [Fact]
    public async Task Read_OfRemovedFrames_IsGoneAndFetchesThemAgain()
    {
        Assert.SkipUnless(EmbeddedPack.IsThere, "needs models/sora2-mini");
        using var session = new PluginSession(mayStart: true, "test", TimeProvider.System);
        var job = session.Submit(SmallWish());
        await UntilAsync(() => job.Snapshot.Stage == JobStage.Ready);
        var first = Read(job);

        File.Delete(Directory.EnumerateFiles(_home.Frames).Single());
        session.Sweep(TimeSpan.Zero);
        Assert.Throws<FramesGoneException>(() => Read(job));
        await UntilAsync(() => job.Snapshot.Stage == JobStage.Ready);

        Assert.Equal(first, Read(job));
    }

    [Fact]
    public async Task Deliver_CopiesTheShotsFilesAndOverwritesNone()
    {
        Assert.SkipUnless(EmbeddedPack.IsThere, "needs models/sora2-mini");
        using var session = new PluginSession(mayStart: true, "test", TimeProvider.System);
        var job = session.Submit(SmallWish());
        var bin = Directory.CreateDirectory(Path.Combine(_home.Folder, "bin")).FullName;
        Assert.Throws<NotReadyException>(() => job.Deliver(bin));
        await UntilAsync(() => job.Snapshot.Stage == JobStage.Ready);
        Assert.Throws<ArgumentException>(() => job.Deliver("bin"));
        Assert.Throws<ArgumentException>(() => job.Deliver(Path.Combine(bin, "none")));

        var recipe = Path.Combine(bin, $"{job.Snapshot.Ticket.Shot}.shot.json");
        File.WriteAllText(recipe, "mine");
        job.Deliver(bin);
        await UntilAsync(() => job.Snapshot.Message.Contains("could not be copied", StringComparison.Ordinal));
        Assert.Equal("mine", File.ReadAllText(recipe));
        File.Delete(recipe);
        job.Deliver(bin);
        await UntilAsync(() => job.Snapshot.Message.Contains($"Its files are in {bin}.", StringComparison.Ordinal));

        Assert.Equal(job.Snapshot.Recipe, File.ReadAllText(recipe));
        Assert.Equal(job.Snapshot.Files!.All.Select(static file => file.Name).Order(), Directory.EnumerateFiles(bin).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Attach_WhatASessionHas_IsTheSameJobAndGoesWhenNobodyHoldsIt()
    {
        using var session = new PluginSession(mayStart: false, "test", TimeProvider.System);
        var job = session.Submit(SmallWish());

        var same = session.Attach(job.Snapshot.Ticket);
        Assert.Same(job, same);
        session.Forget(job);
        session.Forget(same);

        // What is not sent yet is sent all the same.
        session.Sweep(TimeSpan.Zero);
        Assert.Same(job, session.Attach(job.Snapshot.Ticket));
        job.Cancel();
        session.Forget(job);
        session.Sweep(TimeSpan.Zero);
        Assert.NotSame(job, session.Attach(job.Snapshot.Ticket));
        await job.Work.WaitAsync(Stop);
    }

    [Fact]
    public async Task Forget_OfWhatWasNeverFound_LeavesNothing()
    {
        using var session = new PluginSession(mayStart: false, "test", TimeProvider.System);
        var jobs = Enumerable.Range(0, 10_000).Select(_ => session.Attach(Ticket.New())).ToList();
        Assert.Equal(jobs.Count, session.JobCount);

        foreach (var job in jobs)
        {
            session.Forget(job);
        }

        Assert.Equal(0, session.JobCount);
        await Task.WhenAll(jobs.Select(static job => job.Work)).WaitAsync(Stop);
    }

    private static byte[] OnePixelPng { get; } = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private static Wish SmallWish() => new()
    {
        Task = Wish.ShotTask, Prompt = "a red ball bounces", Project = "S", Seconds = 0.5, Draft = true,
        RateNumerator = 24, RateDenominator = 1, Width = 320, Height = 180,
    };

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var watch = Stopwatch.StartNew(); !holds(); await Task.Delay(10, Stop))
        {
            Assert.InRange(watch.Elapsed.TotalSeconds, 0, 120);
        }
    }

    private static unsafe byte[] Read(HostJob job)
    {
        var pixels = new byte[320 * 180 * 4];
        fixed (byte* data = pixels)
        {
            job.Read(2, new ImageWindow
            {
                Depth = PixelDepth.Byte, Components = PixelComponents.Rgba, BottomUp = true, Data = (nint)data, RowBytes = 320 * 4,
                X1 = 0, Y1 = 0, X2 = 320, Y2 = 180, Width = 320, Height = 180,
            });
        }

        return pixels;
    }
}
