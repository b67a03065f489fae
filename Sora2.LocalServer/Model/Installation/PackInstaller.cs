using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Sora2.LocalServer.Model.Families.MiniAv;
using Sora2.LocalServer.Model.Families.Wan;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Model.Weights;

namespace Sora2.LocalServer.Model.Installation;

/// <summary>Adds packs where they lie: nothing is copied, nothing of theirs is ever written or deleted. Loads no model.</summary>
public sealed partial class PackInstaller(PackCatalog packs, PackRegistry registry, TimeProvider time)
{
    private const int LongestLicence = 256 << 10;
    private const int LongestText = 4000;
    private const int LongestName = 64;

    private static readonly string[] s_licenceFiles = ["LICENSE", "LICENSE.TXT", "LICENSE.MD", "LICENCE", "LICENCE.TXT", "LICENCE.MD"];

    /// <summary>Looks whether a folder is a pack that this server can run: reads all of it.</summary>
    /// <param name="folder">Absolute.</param>
    /// <exception cref="PackException">It is none, or damaged, or its name is taken by another one.</exception>
    public ExaminedPack Examine(string folder, CancellationToken cancellationToken)
    {
        if (!Path.IsPathFullyQualified(folder))
        {
            throw new PackException(folder, "that is no absolute path.", "Give the pack's folder as an absolute path.");
        }

        var real = Directory.Exists(folder) ? RealPath.Of(folder) : null;
        if (real is null || !Directory.Exists(real))
        {
            throw new PackException(folder, "there is no such folder.", "Give the folder that holds the pack's pack.json, or model_index.json of a diffusers pipeline.");
        }

        // Files are hashed once: a manifest that is made now holds what they have.
        var manifest = MakeManifest(real, cancellationToken);
        var pack = packs.DescribeFolder(real, manifest);
        if (pack.Problem is not null)
        {
            throw new PackException(real, pack.Problem, "Get the pack again.");
        }

        CheckNames(pack);
        var taken = packs.InFolder(pack.Name)?.Folder ?? registry.List().FirstOrDefault(other => other.Name == pack.Name && other.Folder != real)?.Folder;
        if (taken is not null)
        {
            throw new PackException(pack.Name, $"a pack of this name lies in {taken}.", "Two packs of one name cannot be told apart: remove that one first.");
        }

        CheckContent(pack);
        if (manifest is null)
        {
            PackCatalog.Verify(pack, cancellationToken);
        }

        return WithLicence(pack) with { Manifest = manifest is null ? null : Encoding.UTF8.GetString(manifest) };
    }

    /// <summary>Adds a pack: from now on it is listed, and runs jobs. Durable when it returns.</summary>
    /// <param name="acceptedLicence">The hash of the licence that was shown; may be empty when it was accepted before.</param>
    /// <exception cref="PackException">As for <see cref="Examine"/>.</exception>
    /// <exception cref="LicenceException">Its licence is not the accepted one.</exception>
    /// <exception cref="StorageException">The disk is full or not writable.</exception>
    public ExaminedPack Add(string folder, string acceptedLicence, CancellationToken cancellationToken)
    {
        var examined = Examine(folder, cancellationToken);
        var pack = examined.Pack;
        if (!examined.IsAccepted && acceptedLicence != examined.LicenceHash)
        {
            throw new LicenceException(pack.Name, pack.License);
        }

        registry.Add(
            new RegisteredPack(pack.Name, pack.Folder, pack.Hash, pack.ManifestHash, pack.Files, time.GetUtcNow()) { Manifest = examined.Manifest, Stamp = PackCheck.Stamp(pack) },
            examined.LicenceHash);
        return examined with { Pack = packs.Get(pack.Name), IsAccepted = true };
    }

    /// <summary>A pack of the list with its licence.</summary>
    /// <exception cref="PackException">No such pack, or one whose licence cannot be read.</exception>
    public ExaminedPack Get(string name) => WithLicence(packs.Find(name));

    /// <summary>Takes an added pack off the list; its files stay where they are.</summary>
    /// <exception cref="PackException">No such pack, or it lies in the models folder.</exception>
    /// <exception cref="StorageException">The disk is full or not writable.</exception>
    public void Remove(string name)
    {
        if (packs.Find(name) is { IsAdded: false } pack)
        {
            throw new PackException(name, "it was not added but lies in the models folder.", $"Take {pack.Folder} away yourself.");
        }

        registry.Remove(name);
    }

    private static void CheckNames(PackInfo pack)
    {
        if (!PackName().IsMatch(pack.Name))
        {
            throw new PackException(pack.Name, "that is no name of a pack.", "A name has 1 to 64 of a-z, 0-9, \".\", \"_\" and \"-\", and begins with a letter or digit.");
        }

        foreach (var text in (string[])[pack.Version, pack.License, pack.Description])
        {
            if (text.Length > LongestText || text.Any(char.IsControl))
            {
                throw new PackException(pack.Name, "its manifest holds texts with control characters, or endless ones.", "Get the pack again.");
            }
        }
    }

    private static void CheckContent(PackInfo pack)
    {
        switch (pack.Family)
        {
            case MiniAvModel.Family:
                MiniAvContent.Check(pack);
                break;
            case WanModel.Family:
                Checked(pack.Folder, () => WanPack.Check(pack.Folder));
                break;
            default:
                throw new PackException(
                    pack.Name, $"its family is {pack.Family}; this server knows {MiniAvModel.Family} and {WanModel.Family}.", "Update the server, or take a pack of a family that it knows.");
        }
    }

    // Of a diffusers folder, which has none; null where there is one.
    private static byte[]? MakeManifest(string folder, CancellationToken cancellationToken)
    {
        if (File.Exists(Path.Combine(folder, PackManifest.FileName)) || !WanPack.Is(folder))
        {
            return null;
        }

        return Checked(folder, () => WanPack.Describe(folder, NameOf(folder), path => PackCatalog.HashOf(path, cancellationToken)).ToJson());
    }

    private static T Checked<T>(string folder, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is WeightFormatException or InvalidDataException or IOException or UnauthorizedAccessException or ArithmeticException)
        {
            throw new PackException(folder, error.Message, "Get the folder again, whole.");
        }
    }

    // As its owner calls it, in the cache of Hugging Face as well.
    private static string NameOf(string folder)
    {
        const string Cached = "models--";
        var name = folder.Split(Path.DirectorySeparatorChar).LastOrDefault(static part => part.StartsWith(Cached, StringComparison.Ordinal))?.Split("--")[^1]
            ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        var plain = NoName().Replace(name.ToLowerInvariant(), "-").TrimStart('.', '_', '-');
        return plain.Length == 0 ? "wan" : plain[..Math.Min(plain.Length, LongestName)];
    }

    private ExaminedPack WithLicence(PackInfo pack)
    {
        var file = pack.Files.FirstOrDefault(static file => s_licenceFiles.Contains(file.Path, StringComparer.OrdinalIgnoreCase));
        var text = "";
        if (file is not null && pack.Problem is null)
        {
            if (file.Size > LongestLicence)
            {
                throw new PackException(pack.Name, $"its {file.Path} has {file.Size} bytes; at most {LongestLicence} are read.", "Get the pack again.");
            }

            text = ReadText(pack, file);
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{pack.License}\n{text}")));

        // It is shown on terminals, which obey control characters.
        var shown = string.Concat(text.Where(static letter => letter is '\n' or '\t' || !char.IsControl(letter)));
        return new ExaminedPack(pack, shown, hash, registry.IsAccepted(hash));
    }

    private static string ReadText(PackInfo pack, PackFile file)
    {
        try
        {
            return File.ReadAllText(pack.PathOf(file.Path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PackException(pack.Name, $"{file.Path} cannot be read ({error.Message}).", "Put it back, readable by the user who runs the server.");
        }
    }

    [GeneratedRegex("[^a-z0-9._-]+", RegexOptions.CultureInvariant)]
    private static partial Regex NoName();

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex PackName();
}
