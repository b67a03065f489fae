using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Editors;
using Sora2.LocalServer.Editors.Delivery;
using Sora2.LocalServer.Requests;
using Sora2.LocalServer.Tests.Editors.Interchange;
using Sora2.LocalServer.Tests.Library;
using Xunit;

namespace Sora2.LocalServer.Tests.Editors.Delivery;

public sealed class TimelineDeliveryTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("sora2-delivery-").FullName;

    public TimelineDeliveryTests()
    {
        Library = Directory.CreateDirectory(Path.Combine(_root, "library")).FullName;
        Target = Path.Combine(_root, "to");
    }

    private string Library { get; }

    private string Target { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("to")]
    [InlineData("Größe 100% ü & é")]
    [InlineData("long")]
    public async Task Deliver_PutsEverythingIntoOneFolder(string name)
    {
        var folder = Path.Combine(_root, name == "long" ? string.Join('/', Enumerable.Repeat("dreißig Zeichen, Leer und ü", 11)) : name);
        Assert.True(name != "long" || folder.Length > 300);

        var delivered = await DeliverAsync(Timeline("picture"), folder);

        Assert.Equal(Path.Combine(folder, "P_SH0010_v001"), delivered.Folder);
        Assert.Equal(
            [
                "P_SH0010_v001.edl", "P_SH0010_v001.fcpxml", "P_SH0010_v001.kdenlive", "P_SH0010_v001.mov", "P_SH0010_v001.otio", "P_SH0010_v001.shot.json", "P_SH0010_v001.xml",
                "P_SH0010_v001_Effects.wav", "delivery.json",
            ],
            Files(delivered.Folder));
        Assert.Equal([delivered.Folder], Directory.EnumerateFileSystemEntries(folder));
        Assert.Equal("picture", await File.ReadAllTextAsync(delivered.Timeline.Shots[0].Picture, Stop));

        // The interchange files name the delivered media, not the library's.
        var urls = Dtd.Read(await File.ReadAllBytesAsync(Path.Combine(delivered.Folder, "P_SH0010_v001.fcpxml"), Stop), "fcpxml.dtd").Root
            .Descendants("media-rep").Select(media => Uri.UnescapeDataString(((string)media.Attribute("src")!)["file://".Length..]));
        Assert.All(urls, path => Assert.True(File.Exists(path) && path.StartsWith(delivered.Folder, StringComparison.Ordinal), path));
    }

    [Fact]
    public async Task Deliver_WhatIsThere_StaysAsItIs()
    {
        var there = Directory.CreateDirectory(Path.Combine(Target, "P_SH0010_v001")).FullName;
        await File.WriteAllTextAsync(Path.Combine(there, "mine"), "mine", Stop);

        var error = await Assert.ThrowsAsync<DeliveryException>(() => DeliverAsync(Timeline("picture"), Target));

        Assert.Equal((DeliveryProblem.AlreadyThere, there), (error.Problem, error.Path));
        Assert.Equal(["mine"], Files(there));
        Assert.Equal([there], Directory.EnumerateFileSystemEntries(Target));
    }

    [Fact]
    public async Task Deliver_ManyAtOnce_OneWins()
    {
        var timeline = Timeline("picture");

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            try
            {
                return (object)await DeliverAsync(timeline, Target);
            }
            catch (DeliveryException error)
            {
                return error.Problem;
            }
        }));

        Assert.Single(results, static result => result is DeliveredTimeline);
        Assert.Equal(7, results.Count(static result => result is DeliveryProblem.AlreadyThere));
        Assert.Single(Directory.EnumerateFileSystemEntries(Target));
    }

    [Fact]
    public async Task Deliver_NothingIsSeenBeforeAllIsThere()
    {
        Directory.CreateDirectory(Target);
        using var watcher = new FileSystemWatcher(Target) { IncludeSubdirectories = true };
        var seen = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var renamed = new TaskCompletionSource();
        watcher.Created += (_, change) => seen.Enqueue(change.Name!);
        watcher.Renamed += (_, change) =>
        {
            seen.Enqueue(change.Name!);
            renamed.TrySetResult();
        };
        watcher.EnableRaisingEvents = true;

        await DeliverAsync(Timeline("picture"), Target);

        await renamed.Task.WaitAsync(Stop);
        Assert.Equal(["P_SH0010_v001"], seen.Where(static name => !name.StartsWith(".sora2-delivery-", StringComparison.Ordinal)).Distinct().Take(1));
        Assert.Equal(9, Files(Path.Combine(Target, "P_SH0010_v001")).Length);
    }

    [Fact]
    public async Task Deliver_Link_IsTheSameFile()
    {
        var timeline = Timeline("picture");

        var delivered = await TimelineDelivery.DeliverAsync(timeline, Manifest(timeline), Target, link: true, Stop);

        // Seen through the other name at once: no copy was made.
        await File.WriteAllTextAsync(timeline.Shots[0].Picture, "changed", Stop);
        Assert.Equal("changed", await File.ReadAllTextAsync(delivered.Timeline.Shots[0].Picture, Stop));
    }

    [Fact]
    public async Task Deliver_LinkToAnotherVolume_Copies()
    {
        Directory.CreateDirectory(Target);
        using var disk = SmallDisk.Mount(Target, 1 << 20);
        Assert.SkipWhen(disk is null, "needs a user who may mount");

        var timeline = Timeline("picture");
        var delivered = await TimelineDelivery.DeliverAsync(timeline, Manifest(timeline), Target, link: true, Stop);

        Assert.Equal("picture", await File.ReadAllTextAsync(delivered.Timeline.Shots[0].Picture, Stop));
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(10_000)]
    public async Task Deliver_FullVolume_IsSaidAndLeavesNothing(int bytes)
    {
        Directory.CreateDirectory(Target);
        using var disk = SmallDisk.Mount(Target, 64 << 10);
        Assert.SkipWhen(disk is null, "needs a user who may mount");
        if (bytes < 64 << 10)
        {
            disk.Fill(Path.Combine(Target, "full"));
        }

        var error = await Assert.ThrowsAsync<DeliveryException>(() => DeliverAsync(Timeline(new string('x', bytes)), Target));

        Assert.Equal(DeliveryProblem.DiskFull, error.Problem);
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(Target), static path => Path.GetFileName(path) != "full");
    }

    [Fact]
    public async Task Deliver_ReadOnlyVolume_IsSaid()
    {
        Directory.CreateDirectory(Target);
        using var disk = SmallDisk.Mount(Target, 1 << 20, readOnly: true);
        Assert.SkipWhen(disk is null, "needs a user who may mount");

        Assert.Equal(DeliveryProblem.NotWritable, (await Assert.ThrowsAsync<DeliveryException>(() => DeliverAsync(Timeline("picture"), Target))).Problem);
    }

    [Fact]
    public async Task Deliver_FileInTheWay_IsSaid()
    {
        await File.WriteAllTextAsync(Target, "", Stop);

        Assert.Equal(
            DeliveryProblem.NotWritable, (await Assert.ThrowsAsync<DeliveryException>(() => DeliverAsync(Timeline("picture"), Path.Combine(Target, "sub")))).Problem);
    }

    [Fact]
    public async Task Deliver_MediaThatIsGone_LeavesNothing()
    {
        var timeline = Timeline("picture");
        File.Delete(timeline.Shots[0].Stems[StemKind.Effects]);

        await Assert.ThrowsAsync<FileNotFoundException>(() => DeliverAsync(timeline, Target));

        Assert.Empty(Directory.EnumerateFileSystemEntries(Target));
    }

    [Fact]
    public async Task Deliver_Cancelled_LeavesNothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            TimelineDelivery.DeliverAsync(Timeline("picture"), Manifest(Timeline("picture")), Target, link: false, new CancellationToken(canceled: true)));

        Assert.Empty(Directory.EnumerateFileSystemEntries(Target));
    }

    [Fact]
    public async Task Deliver_WhatAKilledServerLeft_IsCleared()
    {
        var (old, fresh) = (Path.Combine(Target, ".sora2-delivery-old"), Path.Combine(Target, ".sora2-delivery-fresh"));
        Directory.CreateDirectory(old);
        Directory.CreateDirectory(fresh);
        Directory.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddHours(-2));

        await DeliverAsync(Timeline("picture"), Target);

        Assert.Equal((false, true), (Directory.Exists(old), Directory.Exists(fresh)));
    }

    [Fact]
    public async Task Deliver_RelativeFolder_IsRefused() => Assert.Equal(
        "folder", (await Assert.ThrowsAsync<InvalidRequestException>(() => DeliverAsync(Timeline("picture"), "to"))).Field);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static string[] Files(string folder) =>
        [.. Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static Task<DeliveredTimeline> DeliverAsync(EditorTimeline timeline, string folder) =>
        TimelineDelivery.DeliverAsync(timeline, Manifest(timeline), folder, link: false, Stop);

    private static DeliveryManifest Manifest(EditorTimeline timeline) =>
        new() { Project = "P", StartTimecode = timeline.Start.ToString(), Shots = [.. timeline.Shots.Select(static shot => shot.Name)] };

    private EditorTimeline Timeline(string picture)
    {
        var shot = TestShots.Make(folder: Library, stems: StemKind.Effects);
        File.WriteAllText(shot.Picture, picture);
        File.WriteAllText(shot.Stems[StemKind.Effects], "effects");
        var recipe = Path.Combine(Library, "shot.json");
        File.WriteAllText(recipe, "{}");
        return new EditorTimeline(shot.Name, [shot with { Beside = new Dictionary<string, string> { [$"{shot.Name}.shot.json"] = recipe } }]);
    }
}
