using Sora2.LocalServer.Library;
using Sora2.LocalServer.Library.Titles;
using Sora2.LocalServer.Tests.Jobs;
using Xunit;

namespace Sora2.LocalServer.Tests.Library.Titles;

/// <summary>Titles of published shots over restarts and rescans.</summary>
public sealed class LibraryTitleTests : IAsyncLifetime
{
    private readonly JobWorld _world = new();
    private string _name = "";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _world.StartAsync();
        var job = await _world.SubmitAsync(JobWorld.Request());
        _name = (await _world.FinishedAsync(job.Id)).Shots[0];
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task SetTitle_ChangesNoFileOfTheShotAndOutlivesARestart()
    {
        var shot = _world.Library.Get(_name)!;
        var recipe = await File.ReadAllBytesAsync(shot.Recipe, Stop);
        var files = Directory.GetFiles(shot.Folder).Order().ToList();

        Assert.Equal("The ball", _world.Library.SetTitle(_name, "The ball").Title);
        await _world.ReopenAsync();
        await _world.ReconcileAsync();

        Assert.Equal("The ball", _world.Library.Get(_name)!.Title);
        Assert.Equal("The ball", _world.Library.List().Single().Title);
        Assert.Equal(recipe, await File.ReadAllBytesAsync(shot.Recipe, Stop));
        Assert.Equal([.. files, Path.Combine(shot.Folder, TitleFile.Name)], Directory.GetFiles(shot.Folder).OrderBy(static file => file.EndsWith(TitleFile.Name, StringComparison.Ordinal)).ThenBy(static file => file));
    }

    [Fact]
    public async Task SetTitle_OutlivesTheDatabase()
    {
        _world.Library.SetTitle(_name, "The ball");
        _world.Database.Prepare("DELETE FROM shots; DELETE FROM jobs");

        await _world.ReopenAsync();
        await _world.ReconcileAsync();

        Assert.Equal("The ball", _world.Library.Get(_name)!.Title);
    }

    [Fact]
    public async Task SetTitle_ThatWasKilledBetweenFileAndTable_IsWhatTheFileSays()
    {
        _world.Library.SetTitle(_name, "before");
        TitleFile.Write(_world.Library.Get(_name)!.Folder, "after");

        await _world.ReopenAsync();
        await _world.ReconcileAsync();

        Assert.Equal("after", _world.Library.Get(_name)!.Title);
    }

    [Fact]
    public async Task SetTitle_TakenAway_LeavesNoFile()
    {
        _world.Library.SetTitle(_name, "The ball");

        Assert.Equal("", _world.Library.SetTitle(_name, " ").Title);
        await _world.ReconcileAsync();

        Assert.Equal("", _world.Library.Get(_name)!.Title);
        Assert.False(File.Exists(Path.Combine(_world.Library.Get(_name)!.Folder, TitleFile.Name)));
    }

    [Fact]
    public async Task Title_ThatCannotBeOne_IsNotRead()
    {
        var path = Path.Combine(_world.Library.Get(_name)!.Folder, TitleFile.Name);
        foreach (var content in (byte[][])[[0xff, 0xfe, 0x41], [0x41, 0x0a, 0x42], new byte[1 << 20]])
        {
            await File.WriteAllBytesAsync(path, content, Stop);
            await _world.ReconcileAsync();
            Assert.Equal("", _world.Library.Get(_name)!.Title);
        }

        File.Delete(path);
        File.CreateSymbolicLink(path, "/etc/hostname");
        await _world.ReconcileAsync();
        Assert.Equal("", _world.Library.Get(_name)!.Title);
    }

    [Fact]
    public void Delete_TakesTheTitleAlong()
    {
        _world.Library.SetTitle(_name, "The ball");

        _world.Library.Delete(_name);

        Assert.Empty(_world.Library.List());
        Assert.Throws<ShotNotFoundException>(() => _world.Library.SetTitle(_name, "again"));
    }
}
