using System.Diagnostics;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Requests;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Packs;

public sealed class PackCatalogTests : IDisposable
{
    private readonly PackFolder _pack = new();

    private PackCatalog Catalog => new(_pack.Root);

    [Fact]
    public void Get_TakesTheDefaultPackForAnEmptyName()
    {
        var info = Catalog.Get("");

        Assert.Equal("sora2-mini", info.Name);
        Assert.Equal(64, info.Hash.Length);
        Assert.Equal(6, info.SizeBytes);
        Assert.Equal([ShotTask.Shot], info.Capabilities!.Tasks);
        Assert.Equal([StemKind.Effects, StemKind.Ambience, StemKind.Music], info.Capabilities.Stems);
        Assert.Equal(new PackSize(160, 96), info.Capabilities.Sizes[0]);
        Catalog.Verify("", TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("wan")]
    [InlineData("../sora2-mini")]
    [InlineData("..")]
    [InlineData("/etc")]
    public void Get_ListsWhatIsThereWhenThePackIsUnknown(string name)
    {
        var error = Assert.Throws<PackException>(() => Catalog.Get(name));

        Assert.Contains("There are: sora2-mini", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_NamesTheDamagedFile()
    {
        File.WriteAllBytes(Path.Combine(_pack.Folder, "weights.safetensors"), [1, 2, 3, 5]);

        var error = Assert.Throws<PackException>(() => Catalog.Verify("", TestContext.Current.CancellationToken));

        Assert.Contains("weights.safetensors is damaged", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Get_NamesAFileOfTheWrongSize()
    {
        File.WriteAllBytes(Path.Combine(_pack.Folder, "weights.safetensors"), [1, 2, 3]);

        Assert.Contains("has 3 bytes", Assert.Throws<PackException>(() => Catalog.Get("")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Get_RefusesLinksThatLeaveThePack()
    {
        var file = Path.Combine(_pack.Folder, "weights.safetensors");
        var outside = Path.Combine(_pack.Root, "outside");
        File.Move(file, outside);
        File.CreateSymbolicLink(file, outside);

        Assert.Contains("leaves the pack", Assert.Throws<PackException>(() => Catalog.Get("")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Get_RefusesHardLinks()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Hard links are looked for on Linux only.");
        var file = Path.Combine(_pack.Folder, "weights.safetensors");
        using var link = Process.Start("ln", [file, Path.Combine(_pack.Root, "outside")]);
        link.WaitForExit();

        Assert.Contains("hard link", Assert.Throws<PackException>(() => Catalog.Get("")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../config.json")]
    [InlineData("a/../../b")]
    [InlineData("a\\b")]
    [InlineData("")]
    [InlineData("a//b")]
    public void Get_RefusesPathsOutsideThePack(string path)
    {
        _pack.Write(manifest => manifest["files"]![0]!["path"] = path);

        Assert.Contains("not a plain path", Assert.Throws<PackException>(() => Catalog.Get("")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void List_KeepsUnusablePacksWithTheirProblem()
    {
        _pack.Write(manifest => manifest["format"] = 2);
        Directory.CreateDirectory(Path.Combine(_pack.Root, "broken"));
        File.WriteAllText(Path.Combine(_pack.Root, "broken", "pack.json"), "{");

        var packs = Catalog.List();

        Assert.Equal(["broken", "sora2-mini"], packs.Select(pack => pack.Name));
        Assert.Contains("no manifest", packs[0].Problem, StringComparison.Ordinal);
        Assert.Contains("format is 2", packs[1].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Hash_ChangesWithTheContent()
    {
        var before = Catalog.Get("").Hash;
        File.WriteAllText(Path.Combine(_pack.Folder, "config.json"), "[]");
        _pack.Write(_ => { });

        Assert.NotEqual(before, Catalog.Get("").Hash);
    }

    public void Dispose() => _pack.Dispose();
}
