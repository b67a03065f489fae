using System.Security.Cryptography;

namespace Sora2.LocalServer.Model.Packs;

/// <summary>The packs under one models root. Reads the disk anew each time: packs come and go while the server runs.</summary>
/// <param name="modelsRoot">Folder that holds one folder a pack.</param>
public sealed class PackCatalog(string modelsRoot)
{
    /// <summary>Used when a request names no pack.</summary>
    public const string DefaultPack = "sora2-mini";

    private const long MaxManifestLength = 1 << 20;
    private const int HashBufferLength = 1 << 20;

    public string ModelsRoot { get; } = modelsRoot;

    /// <summary>Where the network that draws frames between frames lies, or null where there is none.</summary>
    public string? InterpolationFolder =>
        Path.Combine(ModelsRoot, "interpolation") is var folder && File.Exists(Path.Combine(folder, "flownet.bin")) && File.Exists(Path.Combine(folder, "flownet.param")) ? folder : null;

    /// <summary>Every folder that holds a manifest, in order of names; unusable ones say why.</summary>
    public IReadOnlyList<PackInfo> List()
    {
        if (!Directory.Exists(ModelsRoot))
        {
            return [];
        }

        return [.. Directory.EnumerateDirectories(ModelsRoot)
            .Where(folder => File.Exists(Path.Combine(folder, PackManifest.FileName)))
            .Order(StringComparer.Ordinal)
            .Select(Describe)];
    }

    /// <summary>A usable pack. Sizes and links are checked, hashes are not: see <see cref="Verify"/>.</summary>
    /// <param name="name">Empty takes <see cref="DefaultPack"/>.</param>
    /// <exception cref="PackException">Unknown or unusable; an unknown one names those that are there.</exception>
    public PackInfo Get(string name)
    {
        var wanted = name.Length == 0 ? DefaultPack : name;
        var isName = wanted == Path.GetFileName(wanted) && wanted is not ("." or "..");
        var folder = Path.Combine(ModelsRoot, isName ? wanted : DefaultPack);
        if (!isName || !File.Exists(Path.Combine(folder, PackManifest.FileName)))
        {
            var there = List().Select(pack => pack.Name).ToArray();
            throw new PackException(
                wanted,
                $"there is none of this name in {ModelsRoot}.",
                there.Length == 0 ? "There are no packs at all; install one." : $"There are: {string.Join(", ", there)}.");
        }

        var info = Describe(folder);
        return info.Problem is null ? info : throw new PackException(wanted, info.Problem, "Install the pack again.");
    }

    /// <summary>Compares every file with its hash; reads the whole pack.</summary>
    /// <exception cref="PackException">Names the first file that is damaged.</exception>
    public void Verify(string name, CancellationToken cancellationToken)
    {
        var info = Get(name);
        foreach (var file in info.Files)
        {
            var actual = HashOf(info.PathOf(file.Path), cancellationToken);
            if (actual != file.Sha256)
            {
                throw new PackException(
                    info.Name, $"{file.Path} is damaged: its SHA-256 is {actual}, the manifest says {file.Sha256}.", "Install the pack again.");
            }
        }
    }

    private static PackInfo Describe(string folder)
    {
        var name = Path.GetFileName(folder);
        try
        {
            var manifest = ReadManifest(name, folder);
            return new PackInfo
            {
                Name = name,
                Family = manifest.Family,
                Version = manifest.Version,
                License = manifest.License,
                Description = manifest.Description,
                Hash = manifest.Hash(),
                SizeBytes = manifest.Files.Sum(file => file.Size),
                Capabilities = manifest.Capabilities,
                Defaults = manifest.Defaults,
                Files = manifest.Files,
                Folder = folder,
                Problem = manifest.Files.Select(file => PackFileGuard.ProblemWith(folder, file)).FirstOrDefault(problem => problem is not null),
            };
        }
        catch (PackException error)
        {
            return new PackInfo { Name = name, Folder = folder, Problem = error.Problem };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new PackInfo { Name = name, Folder = folder, Problem = $"it cannot be read ({error.Message})." };
        }
    }

    private static PackManifest ReadManifest(string name, string folder)
    {
        var info = new FileInfo(Path.Combine(folder, PackManifest.FileName));
        if (info.LinkTarget is not null || info.Length > MaxManifestLength)
        {
            throw new PackException(name, $"its {PackManifest.FileName} is a link or longer than {MaxManifestLength} bytes.", "Install the pack again.");
        }

        return PackManifest.Parse(name, File.ReadAllBytes(info.FullName));
    }

    private static string HashOf(string path, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        var buffer = new byte[HashBufferLength];
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
