using Sora2.LocalServer.Model.Installation;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Tests.Model.Families.Wan;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Installation;

/// <summary>Folders that have no manifest of ours: they are added as they were downloaded.</summary>
public sealed class DiffusersFolderTests : IDisposable
{
    private readonly WanFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private PackRegistry Registry => new(Path.Combine(_folder.Root, "packs.json"));

    [Fact]
    public void Add_TakesTheFolderAsItIs()
    {
        File.WriteAllText(_folder.PathOf("README.md"), "---\nlicense: apache-2.0\n---\n");
        File.WriteAllText(_folder.PathOf("LICENSE.txt"), "Apache License");
        var before = Directory.EnumerateFiles(_folder.Folder, "*", SearchOption.AllDirectories).Order().ToArray();

        var added = Add(_folder.Folder);

        Assert.Equal(("tiny-wan", "Wan", "Apache-2.0", true), (added.Pack.Name, added.Pack.Family, added.Pack.License, added.Pack.IsAdded));
        Assert.Equal("Apache License", added.LicenceText);
        Assert.Equal(before, Directory.EnumerateFiles(_folder.Folder, "*", SearchOption.AllDirectories).Order());
        var again = new PackCatalog("/nonexistent", Registry).Get("tiny-wan");
        Assert.Equal(added.Pack.Hash, again.Hash);
        PackCatalog.Verify(again, Stop);
    }

    [Fact]
    public void Get_RefusesAPackWhoseWeightsChanged()
    {
        Add(_folder.Folder);
        var catalog = new PackCatalog("/nonexistent", Registry);
        var check = new PackCheck(catalog);
        check.Check("tiny-wan", Stop);

        // The same length: what tells is the hash, and the time makes it be looked at.
        var path = _folder.PathOf("vae/diffusion_pytorch_model.safetensors");
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);

        Assert.Contains("vae/diffusion_pytorch_model.safetensors", Assert.Throws<PackException>(() => check.Check("tiny-wan", Stop)).Message, StringComparison.Ordinal);
        File.WriteAllBytes(path, bytes[..^1]);
        Assert.Contains("bytes", Assert.Throws<PackException>(() => catalog.Get("tiny-wan")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_FollowsTheLinksOfHuggingFacesCache()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a right of their own there.");
        var snapshot = InCache(outside: false);

        var added = Add(snapshot);

        Assert.Equal("wan2.2-tiny-diffusers", added.Pack.Name);
        PackCatalog.Verify(new PackCatalog("/nonexistent", Registry).Get(added.Pack.Name), Stop);
    }

    [Fact]
    public void Add_RefusesLinksThatLeaveTheCache()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a right of their own there.");

        Assert.Contains("leaves the pack", Assert.Throws<PackException>(() => Add(InCache(outside: true))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_RefusesHardLinks()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Hard links are looked for on Linux.");
        using var link = System.Diagnostics.Process.Start("ln", [_folder.PathOf("vae/diffusion_pytorch_model.safetensors"), Path.Combine(_folder.Root, "other")]);
        link.WaitForExit();

        Assert.Contains("hard link", Assert.Throws<PackException>(() => Add(_folder.Folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Examine_SaysWhatIsMissing()
    {
        File.Delete(_folder.PathOf("text_encoder/model.safetensors"));

        Assert.Contains("missing", Assert.Throws<PackException>(() => Installer().Examine(_folder.Folder, Stop)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private PackInstaller Installer() => new(new PackCatalog("/nonexistent", Registry), Registry, TimeProvider.System);

    private ExaminedPack Add(string folder)
    {
        var examined = Installer().Examine(folder, Stop);
        return Installer().Add(folder, examined.LicenceHash, Stop);
    }

    // models--OWNER--NAME/snapshots/REVISION, its files links to blobs.
    private string InCache(bool outside)
    {
        var repository = Path.Combine(_folder.Root, "models--Owner--Wan2.2 Tiny-Diffusers");
        var snapshot = Path.Combine(repository, "snapshots", "0123456789abcdef");
        var blobs = Path.Combine(outside ? _folder.Root : repository, "blobs");
        Directory.CreateDirectory(blobs);
        foreach (var (number, file) in Directory.EnumerateFiles(_folder.Folder, "*", SearchOption.AllDirectories).Order().Index())
        {
            var blob = Path.Combine(blobs, $"{number}");
            File.Copy(file, blob);
            var link = Path.Combine(snapshot, Path.GetRelativePath(_folder.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(link)!);
            File.CreateSymbolicLink(link, Path.GetRelativePath(Path.GetDirectoryName(link)!, blob));
        }

        return snapshot;
    }
}
