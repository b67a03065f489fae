using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using Sora2.LocalServer.Model.Installation;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Tests.Model.Weights;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Installation;

public sealed partial class PackInstallerTests : IDisposable
{
    private const string Weights = "sound_autoencoder.safetensors";

    private readonly PackCopy _pack = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _pack.Dispose();

    [Fact]
    public void Add_UsesThePackWhereItLiesAndKeepsItsHashes()
    {
        var before = Content();

        var added = _pack.Add();

        Assert.Equal((PackCopy.Name, true, _pack.Folder), (added.Pack.Name, added.Pack.IsAdded, added.Pack.Folder));
        Assert.Contains("Apache License", added.LicenceText, StringComparison.Ordinal);
        Assert.Equal(before, Content());
        var next = new PackCatalog("/nonexistent", new PackRegistry(_pack.RegistryPath));
        Assert.Equal(PackCopy.Name, Assert.Single(next.List()).Name);
        Assert.Equal(_pack.Folder, next.Get(PackCopy.Name).Folder);
        Assert.Equal(added.Pack.Files, Assert.Single(_pack.Registry.List()).Files);
        next.Verify(PackCopy.Name, Stop);
    }

    [Fact]
    public void Remove_TakesItOffTheListAndLeavesItsFiles()
    {
        _pack.Add();
        var before = Content();

        _pack.Installer.Remove(PackCopy.Name);

        Assert.Empty(_pack.Catalog.List());
        Assert.Equal(before, Content());
        Assert.Throws<PackException>(() => _pack.Installer.Remove(PackCopy.Name));
    }

    [Fact]
    public void Add_AsksForTheLicenceOnce()
    {
        var licence = _pack.Installer.Examine(_pack.Folder, Stop);
        Assert.False(licence.IsAccepted);
        Assert.Throws<LicenceException>(() => _pack.Installer.Add(_pack.Folder, "", Stop));
        Assert.Throws<LicenceException>(() => _pack.Installer.Add(_pack.Folder, new string('0', 64), Stop));
        Assert.Empty(_pack.Catalog.List());

        _pack.Installer.Add(_pack.Folder, licence.LicenceHash, Stop);
        _pack.Installer.Remove(PackCopy.Name);
        Assert.True(_pack.Installer.Add(_pack.Folder, "", Stop).IsAccepted);

        // Another text under the same name is another licence.
        _pack.Installer.Remove(PackCopy.Name);
        _pack.Write("LICENSE", "all yours, \u001b[31mred"u8.ToArray());
        Assert.Throws<LicenceException>(() => _pack.Installer.Add(_pack.Folder, "", Stop));
        Assert.Equal("all yours, [31mred", _pack.Installer.Examine(_pack.Folder, Stop).LicenceText);
    }

    [Fact]
    public void Examine_HalfADownload_IsRefused()
    {
        using (var file = File.OpenWrite(_pack.PathOf("denoiser.safetensors")))
        {
            file.SetLength(file.Length / 2);
        }

        Assert.Contains("denoiser.safetensors has", _pack.Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void Examine_BytesThatAreNotTheManifests_AreRefused()
    {
        var bytes = File.ReadAllBytes(_pack.PathOf(Weights));
        bytes[^1] ^= 1;
        File.WriteAllBytes(_pack.PathOf(Weights), bytes);

        Assert.Contains("is damaged", _pack.Refused(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, null, "overlaps")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", 8, null, "outside")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", 8, null, "outside")]
    [InlineData("""{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""", 8, null, "type F64")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, null, "no tensor is called")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, 2UL << 30, "header claims 2147483648 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, ulong.MaxValue, "header claims")]
    [InlineData("not JSON", 8, null, "no safetensors header")]
    public void Examine_WeightsThatAreNone_AreRefused(string header, int dataLength, ulong? claimed, string reason)
    {
        _pack.Write(Weights, SafetensorsBytes.Of(SafetensorsBytes.Aligned(header), dataLength, claimed));

        Assert.Contains(reason, _pack.Refused(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(200)]
    public void Examine_WeightsThatEndEarly_AreRefused(int length)
    {
        _pack.Write(Weights, File.ReadAllBytes(_pack.PathOf(Weights))[..length]);

        Assert.Contains(Weights, _pack.Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void Examine_WholeNumbersForWeights_AreRefused()
    {
        // A tensor of the right name and shape, twice as wide as F32: the ones behind it move on.
        var bytes = File.ReadAllBytes(_pack.PathOf(Weights));
        var length = BitConverter.ToInt32(bytes);
        var header = JsonNode.Parse(bytes.AsSpan(8, length))!.AsObject();
        var last = header.Where(static pair => pair.Key != "__metadata__").MaxBy(static pair => (long)pair.Value!["data_offsets"]![1]!).Value!;
        var (begin, end) = ((long)last["data_offsets"]![0]!, (long)last["data_offsets"]![1]!);
        var count = last["shape"]!.AsArray().Aggregate(1L, static (product, size) => product * (long)size!);
        Assert.Equal(0, begin % 8);
        last["dtype"] = "I64";
        last["data_offsets"] = new JsonArray(begin, begin + (8 * count));
        var text = Encoding.UTF8.GetBytes(SafetensorsBytes.Aligned(header.ToJsonString()));
        _pack.Write(Weights, [.. BitConverter.GetBytes((ulong)text.Length), .. text, .. bytes.AsSpan(8 + length, (int)begin), .. new byte[8 * count]]);

        Assert.Contains("has type I64", _pack.Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void Examine_WithoutATokenizer_IsRefused()
    {
        _pack.Remove("tokenizer.json");

        Assert.Contains("no file tokenizer.json", _pack.Refused(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tokenizer.json", "{}")]
    [InlineData("tokenizer.json", "[")]
    [InlineData("config.json", "{}")]
    [InlineData("config.json", "\"text\"")]
    public void Examine_FilesThatSayNothing_AreRefused(string file, string content)
    {
        _pack.Write(file, Encoding.UTF8.GetBytes(content));

        Assert.Contains(file, _pack.Refused(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hidden", 648, "configuration asks for")]
    [InlineData("vocabulary", 16, "pieces")]
    [InlineData("heads", 0, "cannot be")]
    public void Examine_ConfigurationOfOtherWeights_IsRefused(string key, int value, string reason)
    {
        var config = JsonNode.Parse(File.ReadAllText(_pack.PathOf("config.json")))!;
        config["denoiser"]![key] = value;
        _pack.Write("config.json", Encoding.UTF8.GetBytes(config.ToJsonString()));

        Assert.Contains(reason, _pack.Refused(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("family", "Ltx", "its family is Ltx")]
    [InlineData("name", "../escape", "no name of a pack")]
    [InlineData("name", "Mine", "no name of a pack")]
    [InlineData("license", "MIT\u001b[31m", "control characters")]
    public void Examine_ManifestThatCannotBe_IsRefused(string key, string value, string reason)
    {
        _pack.Change(manifest => manifest[key] = value);

        Assert.Contains(reason, _pack.Refused(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("relative/folder")]
    [InlineData("")]
    [InlineData("/nonexistent/folder")]
    public void Examine_NoFolder_IsRefused(string folder) => Assert.Throws<PackException>(() => _pack.Installer.Examine(folder, Stop));

    [Fact]
    public void Examine_NameThatIsTaken_IsRefused()
    {
        _pack.Add();
        var copy = Path.Combine(_pack.Root, "again");
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.EnumerateFiles(_pack.Folder))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        Assert.Contains(_pack.Folder, Assert.Throws<PackException>(() => _pack.Installer.Examine(copy, Stop)).Problem, StringComparison.Ordinal);
        Directory.CreateDirectory(_pack.Catalog.ModelsRoot);
        Directory.Move(copy, Path.Combine(_pack.Catalog.ModelsRoot, PackCopy.Name));
        Assert.Contains(_pack.Catalog.ModelsRoot, _pack.Refused(), StringComparison.Ordinal);
        Assert.False(Assert.Single(_pack.Catalog.List()).IsAdded);
        Assert.Contains("was not added", Assert.Throws<PackException>(() => _pack.Installer.Remove(PackCopy.Name)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Pack_ThatChangedSince_IsSaidAndNotRun()
    {
        _pack.Add();
        var weights = _pack.PathOf(Weights);
        var bytes = File.ReadAllBytes(weights);
        var check = new PackCheck(_pack.Catalog);
        check.Check(PackCopy.Name, Stop);

        bytes[^1] ^= 1;
        File.WriteAllBytes(weights, bytes);
        Assert.Contains("is damaged", Assert.Throws<PackException>(() => check.Check(PackCopy.Name, Stop)).Problem, StringComparison.Ordinal);
        bytes[^1] ^= 1;
        File.WriteAllBytes(weights, bytes);
        check.Check(PackCopy.Name, Stop);

        // Weights and manifest together: another pack in the place of the one that was added.
        _pack.Write("README.md", "another one"u8.ToArray());
        Assert.Contains("changed after it was added", Assert.Single(_pack.Catalog.List()).Problem, StringComparison.Ordinal);
        Assert.Throws<PackException>(() => check.Check(PackCopy.Name, Stop));
        _pack.Add();
        check.Check(PackCopy.Name, Stop);
        _pack.Change(static manifest => manifest["capabilities"]!["max_seconds"] = 3600);
        Assert.Throws<PackException>(() => check.Check(PackCopy.Name, Stop));

        Directory.Move(_pack.Folder, _pack.Folder + "-away");
        Assert.Contains("is not there", Assert.Single(_pack.Catalog.List()).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Examine_FollowsALinkToTheFolderAndLinksWithinIt()
    {
        var link = Path.Combine(_pack.Root, "link");
        Directory.CreateSymbolicLink(link, _pack.Folder);
        Directory.CreateDirectory(_pack.PathOf("blobs"));
        File.Move(_pack.PathOf(Weights), _pack.PathOf("blobs/one"));
        File.CreateSymbolicLink(_pack.PathOf(Weights), "blobs/one");

        Assert.Equal(_pack.Folder, _pack.Installer.Examine(link, Stop).Pack.Folder);
    }

    [Fact]
    public void Examine_LinksThatLeaveThePack_AreRefused()
    {
        var outside = Directory.CreateDirectory(Path.Combine(_pack.Root, "outside")).FullName;
        File.Move(_pack.PathOf(Weights), Path.Combine(outside, Weights));
        File.CreateSymbolicLink(_pack.PathOf(Weights), Path.Combine(outside, Weights));
        Assert.Contains("leaves the pack", _pack.Refused(), StringComparison.Ordinal);

        // Over a folder within the pack that is itself a link.
        File.Delete(_pack.PathOf(Weights));
        Directory.CreateSymbolicLink(_pack.PathOf("blobs"), outside);
        File.CreateSymbolicLink(_pack.PathOf(Weights), $"blobs/{Weights}");
        Assert.Contains("leaves the pack", _pack.Refused(), StringComparison.Ordinal);

        // Round and round.
        File.Delete(_pack.PathOf(Weights));
        File.CreateSymbolicLink(_pack.PathOf(Weights), Weights);
        Assert.Contains(Weights, _pack.Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void Examine_FilesThatOthersShare_AreRefused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "hard links are looked for on Linux");
        Assert.Equal(0, Link(_pack.PathOf(Weights), Path.Combine(_pack.Root, "second name")));
        Assert.Contains("hard link", _pack.Refused(), StringComparison.Ordinal);

        // Opening a pipe would wait for ever.
        File.Delete(_pack.PathOf(Weights));
        Assert.Equal(0, MakeFifo(_pack.PathOf(Weights), 0x180));
        Assert.Contains("no plain file", _pack.Refused(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"format":2,"packs":[],"licences":[]}""")]
    [InlineData("""{"format":1,"packs":[{"name":"x"}],"licences":[]}""")]
    [InlineData("""{"format":1,"packs":[{"name":"x","folder":"relative","hash":"","manifestHash":"","files":[],"addedAt":"2026-01-01T00:00:00Z"}],"licences":[]}""")]
    public void Registry_ThatIsNotUnderstood_NamesNoneAndIsNotOverwritten(string content)
    {
        File.WriteAllText(_pack.RegistryPath, content);

        Assert.Empty(_pack.Catalog.List());
        Assert.Throws<PackException>(() => _pack.Add());
        Assert.Equal(content, File.ReadAllText(_pack.RegistryPath));
    }

    private List<(string Name, long Length, DateTime Written)> Content() =>
        [.. new DirectoryInfo(_pack.Folder).EnumerateFiles().OrderBy(static file => file.Name).Select(static file => (file.Name, file.Length, file.LastWriteTimeUtc))];

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string source, string target);

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeFifo(string path, uint mode);
}
