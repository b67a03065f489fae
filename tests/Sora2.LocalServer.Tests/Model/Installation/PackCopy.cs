using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Sora2.LocalServer.Model.Installation;
using Sora2.LocalServer.Model.Packs;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Installation;

/// <summary>A copy of the embedded pack under the name "mine" in a folder of a user, and a server's home that may add it.</summary>
internal sealed class PackCopy : IDisposable
{
    public const string Name = "mine";

    private readonly string _root = Directory.CreateTempSubdirectory("sora2-packs-").FullName;

    public PackCopy()
    {
        Assert.SkipUnless(File.Exists(Path.Combine(Embedded, "pack.json")), "needs models/sora2-mini");
        Folder = Directory.CreateDirectory(Path.Combine(_root, "downloads")).FullName;
        foreach (var file in Directory.EnumerateFiles(Embedded))
        {
            File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
        }

        Change(static manifest => manifest["name"] = Name);
        Registry = new PackRegistry(RegistryPath);
        Catalog = new PackCatalog(Path.Combine(_root, "models"), Registry);
        Installer = new PackInstaller(Catalog, Registry, TimeProvider.System);
    }

    public static string Embedded { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "..", "models", "sora2-mini"));

    public string Root => _root;

    public string Folder { get; }

    public string RegistryPath => Path.Combine(_root, "packs.json");

    public PackRegistry Registry { get; }

    public PackCatalog Catalog { get; }

    public PackInstaller Installer { get; }

    public string PathOf(string file) => Path.Combine(Folder, file);

    /// <summary>Changes the manifest alone.</summary>
    public void Change(Action<JsonObject> change)
    {
        var manifest = JsonNode.Parse(File.ReadAllText(PathOf("pack.json")))!.AsObject();
        change(manifest);
        File.WriteAllText(PathOf("pack.json"), manifest.ToJsonString());
    }

    /// <summary>Writes a file and brings its size and hash in the manifest after it.</summary>
    public void Write(string file, byte[] content)
    {
        File.WriteAllBytes(PathOf(file), content);
        Change(manifest =>
        {
            var entry = manifest["files"]!.AsArray().Single(entry => (string)entry!["path"]! == file)!;
            entry["size"] = content.Length;
            entry["sha256"] = Convert.ToHexStringLower(SHA256.HashData(content));
        });
    }

    /// <summary>Takes a file away, out of the manifest too.</summary>
    public void Remove(string file)
    {
        File.Delete(PathOf(file));
        Change(manifest => manifest["files"]!.AsArray().RemoveAll(entry => (string)entry!["path"]! == file));
    }

    /// <summary>Adds it with its licence accepted.</summary>
    public ExaminedPack Add() => Installer.Add(Folder, Installer.Examine(Folder, TestContext.Current.CancellationToken).LicenceHash, TestContext.Current.CancellationToken);

    /// <summary>Why it is refused.</summary>
    public string Refused() => Assert.Throws<PackException>(() => Installer.Examine(Folder, TestContext.Current.CancellationToken)).Problem;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
