using System.Collections.Concurrent;
using Sora2.LocalServer.Model.Packs;

namespace Sora2.LocalServer.Planning.Prompts;

/// <summary>The words that packs were taught, kept once read. Thread-safe.</summary>
internal sealed class PackWords
{
    /// <summary>One lower-case word a line; a pack need not have it.</summary>
    public const string FileName = "words.txt";

    private const long MaxBytes = 4 << 20;

    private readonly ConcurrentDictionary<string, IReadOnlySet<string>?> _known = new();

    /// <summary>Null when the pack does not say: then nothing is told, which is no fault.</summary>
    public IReadOnlySet<string>? Of(PackInfo pack) => _known.GetOrAdd(pack.Hash, _ => Read(pack));

    private static HashSet<string>? Read(PackInfo pack)
    {
        if (!pack.Files.Any(static file => file is { Path: FileName, Size: <= MaxBytes }))
        {
            return null;
        }

        try
        {
            return [.. File.ReadLines(pack.PathOf(FileName)).Select(static line => line.Trim()).Where(static line => line.Length > 0)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
