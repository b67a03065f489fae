using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Library;
using Sora2.LocalServer.Tests.Jobs;
using Xunit;

namespace Sora2.LocalServer.Tests.Library;

public sealed class ShotLibraryTests : IDisposable
{
    private readonly ServerPaths _paths = new(Directory.CreateTempSubdirectory("sora2-library-").FullName, "/nonexistent");
    private readonly ManualTime _time = new();
    private ServerDatabase _database;
    private ShotLibrary _library;

    public ShotLibraryTests()
    {
        _paths.Create();
        (_database, _library) = Open();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Publish_MakesAWholeShot()
    {
        var shot = await PublishAsync("job", 0, "P", "S");

        Assert.Equal("P_S_v001", shot.Name);
        Assert.Equal(shot, _library.Get("P_S_v001"), (left, right) => left!.Picture == right!.Picture && left.CreatedAt == right.CreatedAt);
        Assert.Equal(["P_S_v001.jpg", "P_S_v001.mov", "P_S_v001_FX.wav", "P_S_v001_MIX.wav", "shot.json"], Files(shot.Folder));
        var recipe = ShotRecipe.Parse(await File.ReadAllBytesAsync(shot.Recipe, Stop));
        Assert.Equal(4, recipe.Content.Count);
        Assert.All(recipe.Content, file => Assert.Equal(64, file.Sha256.Length));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_paths.Library, ".staging")));
    }

    [Fact]
    public async Task Publish_SameNameFromManyAtOnce_NeverSharesAVersion()
    {
        var shots = await Task.WhenAll(Enumerable.Range(0, 20).Select(index => Task.Run(() => PublishAsync($"job{index}", 0, "P", "S"))));

        Assert.Equal(Enumerable.Range(1, 20).Select(version => $"P_S_v{version:000}"), shots.Select(shot => shot.Name).Order());
        Assert.Equal(20, Directory.EnumerateDirectories(Path.Combine(_paths.Library, "P")).Count());
    }

    [Fact]
    public async Task Reserve_NumbersShotsByTensAndSharesANumberWithinAJob()
    {
        await PublishAsync("one", 0, "P", "");
        await PublishAsync("one", 1, "P", "");
        await PublishAsync("two", 0, "P", "");

        Assert.Equal(["P_SH0010_v001", "P_SH0010_v002", "P_SH0020_v001"], _library.List("p").Select(shot => shot.Name).Order());
    }

    [Fact]
    public async Task Delete_RemovesTheFilesAndKeepsTheNameTaken()
    {
        var shot = await PublishAsync("one", 0, "P", "S");
        await PublishAsync("two", 0, "P", "S");

        _library.Delete(shot.Name);

        Assert.Null(_library.Get(shot.Name));
        Assert.Equal(["P_S_v002"], _library.List().Select(static left => left.Name));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_paths.Library, ".staging")));
        _library.Reconcile();
        Assert.Null(_library.Get(shot.Name));
        Assert.Equal("P_S_v003", (await PublishAsync("three", 0, "P", "S")).Name);
    }

    [Fact]
    public async Task NextChange_EndsWhenAShotComesOrGoes()
    {
        var coming = _library.NextChange;
        var shot = await PublishAsync("job", 0, "FILM", "");
        await coming.WaitAsync(TimeSpan.FromSeconds(60), Stop);

        var going = _library.NextChange;
        Assert.False(going.IsCompleted);
        _library.Delete(shot.Name);
        await going.WaitAsync(TimeSpan.FromSeconds(60), Stop);
    }

    [Theory]
    [InlineData("P_S_v001")]
    [InlineData("../P_S_v001")]
    [InlineData("")]
    public void Delete_OfNoShotIsRefused(string name) => Assert.Throws<ShotNotFoundException>(() => _library.Delete(name));

    [Fact]
    public void Reserve_SameVariant_KeepsItsName()
    {
        var first = _library.Reserve("job", 0, "P", "S");

        Assert.Equal(first, _library.Reserve("job", 0, "P", "S"));
        Assert.Equal(2, _library.Reserve("other", 0, "P", "S").Version);
    }

    [Fact]
    public void Reserve_FolderThatNobodyKnows_IsSteppedOver()
    {
        Directory.CreateDirectory(Path.Combine(_paths.Library, "P", "P_S_v007"));

        Assert.Equal(8, _library.Reserve("job", 0, "P", "S").Version);
    }

    [Fact]
    public async Task Publish_FolderThatCameInBetween_IsNotReplaced()
    {
        var name = _library.Reserve("job", 0, "P", "S");
        var foreign = Path.Combine(_paths.Library, "P", name.ToString());
        Directory.CreateDirectory(foreign);

        await Assert.ThrowsAsync<IOException>(() => PublishAsync("job", 0, name));

        Assert.Empty(Directory.EnumerateFileSystemEntries(foreign));
        Assert.Equal("P_S_v002", (await PublishAsync("job", 0, "P", "S")).Name);
    }

    [Fact]
    public async Task Publish_WithoutReservation_LeavesNothing()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => PublishAsync("job", 0, new ShotName("P", "S", 1)));

        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_paths.Library, "P")));
        Assert.Empty(_library.List());
    }

    [Fact]
    public async Task Publish_MissingOrForeignFile_IsRefused()
    {
        var name = _library.Reserve("job", 0, "P", "S");
        using var staged = _library.Stage(name);
        var files = Write(staged);
        await File.WriteAllTextAsync(Path.Combine(staged.Folder, "passlog.tmp"), "left by an encoder", Stop);

        await Assert.ThrowsAsync<InvalidDataException>(() => _library.PublishAsync(staged, files, Recipe("job", 0, name), Stop));
    }

    [Fact]
    public async Task Publish_FullDisk_IsToldAndLeavesNothing()
    {
        using var disk = SmallDisk.Mount(_paths.Library, bytes: 64 << 10);
        Assert.SkipWhen(disk is null, "needs the right to mount a small disk");
        var name = _library.Reserve("job", 0, "P", "S");
        using (var staged = _library.Stage(name))
        {
            var files = Write(staged);
            disk.Fill(files.Picture);

            var error = await Assert.ThrowsAsync<StorageException>(() => _library.PublishAsync(staged, files, Recipe("job", 0, name), Stop));

            Assert.Equal(StorageProblem.DiskFull, error.Problem);
        }

        Assert.Empty(_library.List());
        Assert.Empty(Directory.EnumerateFiles(_paths.Library, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task List_LeavesOutWhatTheUserTookAway()
    {
        var shot = await PublishAsync("job", 0, "P", "S");
        var elsewhere = Path.Combine(_paths.Home, "elsewhere");
        Directory.Move(shot.Folder, elsewhere);

        Assert.Empty(_library.List());
        _library.Reconcile();
        Assert.Equal(2, _library.Reserve("other", 0, "P", "S").Version);

        Directory.Move(elsewhere, shot.Folder);
        _library.Reconcile();
        Assert.Equal(["P_S_v001"], _library.List().Select(found => found.Name));
    }

    [Fact]
    public async Task Reconcile_LostDatabase_TakesTheShotsInAgain()
    {
        var shot = await PublishAsync("job", 0, "P", "S");
        _database.Dispose();
        foreach (var file in Directory.EnumerateFiles(_paths.Home, "jobs.db*"))
        {
            File.Delete(file);
        }

        (_database, _library) = Open();
        _library.Reconcile();

        Assert.Equal(shot.Picture, _library.Get("P_S_v001")?.Picture);
        Assert.Equal(2, _library.Reserve("other", 0, "P", "S").Version);
    }

    [Fact]
    public async Task Reconcile_HalfOrForeignFolder_IsLeftAloneAndNotListed()
    {
        var shot = await PublishAsync("job", 0, "P", "S");
        var copy = Path.Combine(_paths.Library, "P", "P_S_v001 copy");
        Directory.CreateDirectory(copy);
        File.Copy(shot.Recipe, Path.Combine(copy, "shot.json"));
        var half = Path.Combine(_paths.Library, "P", "P_S_v009");
        Directory.CreateDirectory(half);
        await File.WriteAllTextAsync(Path.Combine(half, "shot.json"), "{", Stop);

        _library.Reconcile();

        Assert.Single(_library.List());
        Assert.True(Directory.Exists(copy) && Directory.Exists(half));
    }

    [Theory]
    [InlineData("../../../etc")]
    [InlineData("P_S_v001/../..")]
    [InlineData("")]
    public void Get_NoName_IsNull(string name) => Assert.Null(_library.Get(name));

    public void Dispose()
    {
        _database.Dispose();
        Directory.Delete(_paths.Home, recursive: true);
    }

    private (ServerDatabase Database, ShotLibrary Library) Open()
    {
        var database = new ServerDatabase(_paths.Database);
        return (database, new ShotLibrary(_paths, database, _time, new RecordedLogger<ShotLibrary>(new RecordedLog())));
    }

    private Task<PublishedShot> PublishAsync(string job, int variant, string project, string shot) =>
        PublishAsync(job, variant, _library.Reserve(job, variant, project, shot));

    private async Task<PublishedShot> PublishAsync(string job, int variant, ShotName name)
    {
        using var staged = _library.Stage(name);
        return await _library.PublishAsync(staged, Write(staged), Recipe(job, variant, name), Stop);
    }

    private static ShotFiles Write(StagedShot staged)
    {
        string Write(string ending)
        {
            var path = Path.Combine(staged.Folder, staged.Name + ending);
            File.WriteAllText(path, ending);
            return path;
        }

        return new ShotFiles(Write(".mov"), Write("_MIX.wav"), new Dictionary<StemKind, string> { [StemKind.Effects] = Write("_FX.wav") }, Write(".jpg"));
    }

    private static ShotRecipe Recipe(string job, int variant, ShotName name) => new()
    {
        Name = name.ToString(),
        Project = name.Project,
        Shot = name.Shot,
        Version = name.Version,
        Job = job,
        Variant = variant,
        CreatedAt = DateTimeOffset.UnixEpoch,
        Request = JobWorld.Request(),
        Pack = new RecipePack("test", TestPlanner.Hash),
        Versions = new Dictionary<string, string>(),
    };

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);
}
