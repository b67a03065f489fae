using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sora2.LocalServer.Model.Interpolation;
using Sora2.LocalServer.Model.Upscaling;

namespace Sora2.LocalServer.Model.Packs;

/// <summary>The packs of this machine. Reads the disk anew each time: packs come and go while the server runs.</summary>
/// <param name="modelsRoot">Folder that holds one folder a pack.</param>
/// <param name="registry">Packs that lie elsewhere; null knows none. The models folder has the first word about a name.</param>
public sealed class PackCatalog(string modelsRoot, PackRegistry? registry = null)
{
    /// <summary>Used when a request names no pack.</summary>
    public const string DefaultPack = "sora2-mini";

    private const long MaxManifestLength = 1 << 20;
    private const int HashBufferLength = 1 << 20;

    public string ModelsRoot { get; } = modelsRoot;

    /// <summary>Where the network that draws frames between frames lies, or null where there is none.</summary>
    public string? InterpolationFolder =>
        Path.Combine(ModelsRoot, "interpolation") is var folder
        && File.Exists(Path.Combine(folder, FrameInterpolator.NetworkFile)) && File.Exists(Path.Combine(folder, FrameInterpolator.WeightFile)) ? folder : null;

    /// <summary>Where libraries of execution providers lie, by which models run on a GPU; need not be there.</summary>
    public string ProviderFolder => Path.Combine(ModelsRoot, "providers");

    /// <summary>Where the network that makes frames so many times as wide and high lies, or null where there is none.</summary>
    public string? UpscalingFolder(int factor) =>
        Path.Combine(ModelsRoot, "upscaling", string.Create(CultureInfo.InvariantCulture, $"x{factor}")) is var folder
        && File.Exists(Path.Combine(folder, KerasNetwork.FileName)) ? folder : null;

    /// <summary>Every folder that holds a manifest and every pack that was added, in order of names; unusable ones say why.</summary>
    public IReadOnlyList<PackInfo> List()
    {
        var inRoot = !Directory.Exists(ModelsRoot)
            ? []
            : Directory.EnumerateDirectories(ModelsRoot)
                .Where(static folder => File.Exists(Path.Combine(folder, PackManifest.FileName)))
                .Select(static folder => Describe(folder, Path.GetFileName(folder)))
                .ToList();
        var added = registry?.List().Where(pack => inRoot.All(other => other.Name != pack.Name)).Select(Describe) ?? [];
        return [.. inRoot.Concat(added).OrderBy(static pack => pack.Name, StringComparer.Ordinal)];
    }

    /// <summary>A usable pack. Sizes and links are checked, hashes are not: see <see cref="Verify(string, CancellationToken)"/>.</summary>
    /// <param name="name">Empty takes <see cref="DefaultPack"/>.</param>
    /// <exception cref="PackException">Unknown or unusable; an unknown one names those that are there.</exception>
    public PackInfo Get(string name)
    {
        var info = Find(name);
        return info.Problem is null
            ? info
            : throw new PackException(info.Name, info.Problem, info.IsAdded ? "Put its files back as they were, or remove it and add it again." : "Install the pack again.");
    }

    /// <summary>A pack, usable or not.</summary>
    /// <inheritdoc cref="Get" path="/param"/>
    /// <exception cref="PackException">Unknown; it names those that are there.</exception>
    public PackInfo Find(string name)
    {
        var wanted = name.Length == 0 ? DefaultPack : name;
        if ((InFolder(wanted) ?? registry?.List().Where(pack => pack.Name == wanted).Select(Describe).FirstOrDefault()) is { } found)
        {
            return found;
        }

        var there = List().Select(static pack => pack.Name).ToArray();
        throw new PackException(
            wanted,
            $"there is none of this name in {ModelsRoot}, and none was added.",
            there.Length == 0 ? "There are no packs at all; install one." : $"There are: {string.Join(", ", there)}.");
    }

    /// <summary>A pack of the models folder, usable or not; null when there is none of this name.</summary>
    public PackInfo? InFolder(string name)
    {
        var folder = Path.Combine(ModelsRoot, name);
        return name == Path.GetFileName(name) && name is not ("" or "." or "..") && File.Exists(Path.Combine(folder, PackManifest.FileName))
            ? Describe(folder, name)
            : null;
    }

    /// <summary>A folder as the pack that its manifest names.</summary>
    /// <param name="manifest">Of a folder that has none of its own.</param>
    public PackInfo DescribeFolder(string folder, byte[]? manifest = null) => Describe(folder, null, manifest) with { IsAdded = true };

    /// <summary>Compares every file with its hash; reads the whole pack.</summary>
    /// <exception cref="PackException">Names the first file that is damaged.</exception>
    public void Verify(string name, CancellationToken cancellationToken) => Verify(Get(name), cancellationToken);

    /// <inheritdoc cref="Verify(string, CancellationToken)"/>
    public static void Verify(PackInfo pack, CancellationToken cancellationToken)
    {
        foreach (var file in pack.Files)
        {
            var actual = HashOf(pack, file, cancellationToken);
            if (actual != file.Sha256)
            {
                throw new PackException(
                    pack.Name,
                    $"{file.Path} is damaged: its SHA-256 is {actual}, the manifest says {file.Sha256}.",
                    pack.IsAdded ? "Put the file back as it was, or get the pack again." : "Install the pack again.");
            }
        }
    }

    private static PackInfo Describe(RegisteredPack pack)
    {
        var info = Directory.Exists(pack.Folder)
            ? Describe(pack.Folder, pack.Name, pack.Manifest is null ? null : Encoding.UTF8.GetBytes(pack.Manifest))
            : new PackInfo { Name = pack.Name, Folder = pack.Folder, Problem = $"its folder {pack.Folder} is not there." };
        return info with
        {
            IsAdded = true,
            HashedStamp = pack.Stamp,
            Problem = info.Problem ?? (info.Hash == pack.Hash && info.ManifestHash == pack.ManifestHash ? null : $"its {PackManifest.FileName} was changed after it was added."),
        };
    }

    private static PackInfo Describe(string folder, string? name, byte[]? own = null)
    {
        try
        {
            var json = own ?? ReadManifest(name, folder);
            var manifest = PackManifest.Parse(name, json);
            return new PackInfo
            {
                Name = manifest.Name,
                Family = manifest.Family,
                Version = manifest.Version,
                License = manifest.License,
                Description = manifest.Description,
                Hash = manifest.Hash(),
                ManifestHash = Convert.ToHexStringLower(SHA256.HashData(json)),
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
            return new PackInfo { Name = name ?? Path.GetFileName(folder), Folder = folder, Problem = error.Problem };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new PackInfo { Name = name ?? Path.GetFileName(folder), Folder = folder, Problem = $"it cannot be read ({error.Message})." };
        }
    }

    private static byte[] ReadManifest(string? name, string folder)
    {
        var info = new FileInfo(Path.Combine(folder, PackManifest.FileName));
        if (info.LinkTarget is not null || info.Length > MaxManifestLength)
        {
            throw new PackException(name ?? folder, $"its {PackManifest.FileName} is a link or longer than {MaxManifestLength} bytes.", "Install the pack again.");
        }

        return File.ReadAllBytes(info.FullName);
    }

    /// <summary>SHA-256 of a file, 64 lower-case hex digits.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be read.</exception>
    public static string HashOf(string path, CancellationToken cancellationToken)
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

    private static string HashOf(PackInfo pack, PackFile file, CancellationToken cancellationToken)
    {
        try
        {
            return HashOf(pack.PathOf(file.Path), cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PackException(pack.Name, $"{file.Path} cannot be read ({error.Message}).", "Put it back, readable by the user who runs the server.");
        }
    }
}
