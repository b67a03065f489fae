namespace Sora2.LocalServer.Model.Packs;

/// <summary>Verifies a pack once, or when it was added, and again only when one of its files changes, so that every Submit can ask.</summary>
internal sealed class PackCheck(PackCatalog packs)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _verified = [];

    /// <exception cref="PackException">Unknown, unusable or damaged.</exception>
    public void Check(string name, CancellationToken cancellationToken)
    {
        var pack = packs.Get(name);
        var stamp = Stamp(pack);
        if (stamp == pack.HashedStamp)
        {
            return;
        }

        // Held while hashing: many callers of a fresh server wait for one reading.
        lock (_lock)
        {
            if (_verified.GetValueOrDefault(pack.Name) != stamp)
            {
                packs.Verify(pack.Name, cancellationToken);
                _verified[pack.Name] = stamp;
            }
        }
    }

    /// <summary>What changes when one of its files does: their sizes and times.</summary>
    public static string Stamp(PackInfo pack) => pack.Hash + string.Concat(pack.Files.Select(file =>
    {
        var info = new FileInfo(RealPath.Of(pack.PathOf(file.Path)) ?? pack.PathOf(file.Path));
        return $"|{file.Path}:{info.Length}:{info.LastWriteTimeUtc.Ticks}";
    }));
}
