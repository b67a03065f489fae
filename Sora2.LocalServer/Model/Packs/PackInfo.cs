namespace Sora2.LocalServer.Model.Packs;

/// <summary>A pack as its manifest describes it; its files may still be damaged.</summary>
public sealed record PackInfo
{
    /// <summary>As jobs and recipes name it.</summary>
    public required string Name { get; init; }

    public string Family { get; init; } = "";

    public string Version { get; init; } = "";

    public string License { get; init; } = "";

    public string Description { get; init; } = "";

    /// <summary>SHA-256 over names, sizes and hashes of the files: the same hash is the same model.</summary>
    public string Hash { get; init; } = "";

    /// <summary>SHA-256 of its pack.json.</summary>
    public string ManifestHash { get; init; } = "";

    public long SizeBytes { get; init; }

    /// <summary>Null only when <see cref="Problem"/> says why.</summary>
    public PackCapabilities? Capabilities { get; init; }

    /// <summary>Null only when <see cref="Problem"/> says why.</summary>
    public PackDefaults? Defaults { get; init; }

    public IReadOnlyList<PackFile> Files { get; init; } = [];

    /// <summary>Where the pack lies.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether it lies elsewhere than in the models folder, where it was added.</summary>
    public bool IsAdded { get; init; }

    /// <summary>Sizes and times that its files had when it was added and all of them were hashed; empty for one that was not added.</summary>
    public string HashedStamp { get; init; } = "";

    /// <summary>Why the pack cannot be used, or null.</summary>
    public string? Problem { get; init; }

    /// <summary>Where a listed file lies.</summary>
    /// <exception cref="PackException">The manifest does not list it.</exception>
    public string PathOf(string file) => Files.Any(listed => listed.Path == file)
        ? Path.Combine(Folder, file.Replace('/', Path.DirectorySeparatorChar))
        : throw new PackException(Name, $"it has no file {file}, which its family needs.", "Install the pack again.");
}
