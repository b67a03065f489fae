using Sora2.Contracts.V1;
using Sora2.PluginHost.Cli;
using Sora2.PluginHost.Cli.Generate;
using Xunit;

namespace Sora2.PluginHost.Tests.Cli;

public sealed class DeliveryFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sora2-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Check_MakesNothing()
    {
        DeliveryFolder.Check(Path.Combine(_folder, "a", "b"));

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void Check_RefusesAFileInTheWay()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");

        Assert.Equal("--out", Assert.Throws<CliException>(() => DeliveryFolder.Check(Path.Combine(file, "sub"))).Field);
    }

    [Fact]
    public async Task Deliver_CopiesEveryFile()
    {
        var shot = MakeShot();
        var target = Path.Combine(_folder, "out");

        var copy = await DeliveryFolder.Check(target).DeliverAsync(shot, Cancellation);

        Assert.Equal("picture", await File.ReadAllTextAsync(copy.Picture, Cancellation));
        Assert.Equal("recipe", await File.ReadAllTextAsync(Path.Combine(target, "A_B_v001.shot.json"), Cancellation));
        Assert.Equal(target, Path.GetDirectoryName(Assert.Single(copy.Stems).Path));
        Assert.Equal(4, Directory.EnumerateFileSystemEntries(target).Count());
    }

    [Fact]
    public async Task Deliver_LeavesAFileThatIsThere()
    {
        var shot = MakeShot();
        var target = Directory.CreateDirectory(Path.Combine(_folder, "out")).FullName;
        var there = Path.Combine(target, "A_B_v001.mov");
        await File.WriteAllTextAsync(there, "mine", Cancellation);

        await Assert.ThrowsAsync<CliException>(() => DeliveryFolder.Check(target).DeliverAsync(shot, Cancellation));

        Assert.Equal("mine", await File.ReadAllTextAsync(there, Cancellation));
        Assert.Equal(there, Assert.Single(Directory.EnumerateFileSystemEntries(target)));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Shot MakeShot()
    {
        var library = Directory.CreateDirectory(Path.Combine(_folder, "library")).FullName;
        return new Shot
        {
            Name = "A_B_v001",
            Picture = Put("A_B_v001.mov", "picture"),
            Mix = Put("A_B_v001_MIX.wav", "mix"),
            Stems = { new Stem { Kind = StemKind.Effects, Path = Put("A_B_v001_FX.wav", "effects") } },
            Recipe = Put("shot.json", "recipe"),
        };

        string Put(string name, string text)
        {
            var path = Path.Combine(library, name);
            File.WriteAllText(path, text);
            return path;
        }
    }
}
