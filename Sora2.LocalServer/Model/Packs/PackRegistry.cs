using System.Text.Json;

namespace Sora2.LocalServer.Model.Packs;

/// <summary>
/// packs.json of the server's home: packs that lie elsewhere, and licences that the owner has accepted. Read anew each time, by the
/// server and by its worker. Thread-safe.
/// </summary>
public sealed class PackRegistry(string path)
{
    private const int CurrentFormat = 1;
    private const int MostBytes = 16 << 20;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
        MaxDepth = 8,
    };

    private readonly Lock _lock = new();

    /// <summary>In order of names; none where the file cannot be understood.</summary>
    public IReadOnlyList<RegisteredPack> List() => TryRead()?.Packs ?? [];

    /// <param name="licence">Hash of its text.</param>
    public bool IsAccepted(string licence) => TryRead()?.Licences.Contains(licence, StringComparer.Ordinal) ?? false;

    /// <summary>Keeps a pack, in the place of one of the same name, and the licence that was accepted with it. Durable when it returns.</summary>
    /// <exception cref="PackException">The file cannot be understood; it stays as it is.</exception>
    /// <exception cref="StorageException">The disk is full or not writable.</exception>
    public void Add(RegisteredPack pack, string licence) => Change(pack.Name, now => now with
    {
        Packs = [.. now.Packs.Where(other => other.Name != pack.Name).Append(pack).OrderBy(static each => each.Name, StringComparer.Ordinal)],
        Licences = [.. now.Licences.Append(licence).Distinct(StringComparer.Ordinal)],
    });

    /// <summary>Takes a pack off the list; its files stay. Durable when it returns.</summary>
    /// <inheritdoc cref="Add" path="/exception"/>
    public void Remove(string name) => Change(name, now => now with { Packs = [.. now.Packs.Where(other => other.Name != name)] });

    private void Change(string pack, Func<Content, Content> change)
    {
        lock (_lock)
        {
            var now = TryRead() ?? throw new PackException(pack, $"{path} cannot be understood.", "Mend or remove it; packs that it named are added again.");
            try
            {
                DurableFiles.Replace(path, JsonSerializer.SerializeToUtf8Bytes(change(now), s_json));
            }
            catch (Exception error) when (StorageException.From(error, path) is { } storage)
            {
                throw storage;
            }
        }
    }

    private Content? TryRead()
    {
        try
        {
            var info = new FileInfo(path);
            if (!info.Exists)
            {
                return new Content(CurrentFormat, [], []);
            }

            var content = info is { LinkTarget: null, Length: <= MostBytes } ? JsonSerializer.Deserialize<Content>(File.ReadAllBytes(path), s_json) : null;
            return content is { Format: CurrentFormat } && content.Packs.All(static pack => Path.IsPathFullyQualified(pack.Folder)) ? content : null;
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed record Content(int Format, IReadOnlyList<RegisteredPack> Packs, IReadOnlyList<string> Licences);
}
