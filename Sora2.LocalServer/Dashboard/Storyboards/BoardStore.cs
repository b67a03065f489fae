using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sora2.LocalServer.Dashboard.Storyboards;

/// <summary>Storyboards that were queued, a file each: whole or not there. Jobs and shots are the queue's and the library's. Thread-safe.</summary>
internal sealed class BoardStore(ServerPaths paths)
{
    private const string Extension = ".json";
    private const int IdLength = 32;
    private const int LimitBytes = 4 << 20;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { IgnoreReadOnlyProperties = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static string NewId() => Guid.NewGuid().ToString("n");

    /// <returns>Null where there is none, or its file is spoilt.</returns>
    public QueuedBoard? Find(string id)
    {
        try
        {
            return IsId(id) && new FileInfo(PathOf(id)) is { Exists: true, Length: <= LimitBytes } file
                ? JsonSerializer.Deserialize<QueuedBoard>(File.ReadAllBytes(file.FullName), s_json)
                : null;
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The newest of them.</summary>
    public IReadOnlyList<QueuedBoard> Newest(int count) =>
    [
        .. new DirectoryInfo(paths.Storyboards).EnumerateFiles("*" + Extension).OrderByDescending(static file => file.CreationTimeUtc)
            .Select(static file => Path.GetFileNameWithoutExtension(file.Name)).Select(Find).OfType<QueuedBoard>().Take(count).OrderByDescending(static board => board.CreatedAt),
    ];

    /// <exception cref="StorageException">The disk is full or not writable; what was kept before is still there.</exception>
    public void Save(QueuedBoard board)
    {
        var part = Path.Combine(paths.Storyboards, $".{Guid.NewGuid():n}.part");
        try
        {
            File.WriteAllBytes(part, JsonSerializer.SerializeToUtf8Bytes(board, s_json));
            DurableFiles.SyncFile(part);
            File.Move(part, PathOf(board.Id), overwrite: true);
        }
        catch (Exception error) when (StorageException.From(error, paths.Storyboards) is { } storage)
        {
            throw storage;
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Forgets it; jobs and shots stay.</summary>
    public void Remove(string id)
    {
        if (IsId(id))
        {
            File.Delete(PathOf(id));
        }
    }

    private static bool IsId(string id) => id.Length == IdLength && !id.AsSpan().ContainsAnyExcept("0123456789abcdef");

    private string PathOf(string id) => Path.Combine(paths.Storyboards, id + Extension);
}
