using Sora2.LocalServer.Videos.Making;
using Sora2.LocalServer.Videos.Wire;

namespace Sora2.LocalServer.Videos.Files;

/// <summary>Files of the API: content on disk under an id of ours, what they are in the database.</summary>
internal sealed class FileStore
{
    private const string Word = "file";
    private const int BufferBytes = 1 << 17;
    private const string Columns = "id, name, purpose, bytes, created_at";

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS video_files(
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            purpose TEXT NOT NULL,
            bytes INTEGER NOT NULL,
            created_at INTEGER NOT NULL);
        """;

    private readonly string _folder;
    private readonly ServerDatabase _database;
    private readonly TimeProvider _time;

    public FileStore(ServerPaths paths, ServerDatabase database, TimeProvider time)
    {
        _folder = Path.Combine(paths.Videos, "files");
        _database = database;
        _time = time;
        Directory.CreateDirectory(_folder);
        database.Prepare(Schema);

        // What came without a row was cut off.
        var known = List(null, int.MaxValue, true, null).Select(static file => file.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(_folder).Where(path => !known.Contains(Path.GetFileName(path))))
        {
            File.Delete(path);
        }
    }

    /// <summary>Writes content under a new id; it is no file until <see cref="Add"/>.</summary>
    /// <exception cref="StorageException">The disk is full or not writable; nothing is left.</exception>
    public async Task<(string Id, long Bytes)> ReceiveAsync(Stream content, CancellationToken cancellationToken)
    {
        var id = VideoId.New(Word);
        var path = Path.Combine(_folder, id);
        try
        {
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes, useAsync: true);
            await content.CopyToAsync(file, BufferBytes, cancellationToken);
            file.Flush(flushToDisk: true);
            return (id, file.Length);
        }
        catch (Exception error)
        {
            File.Delete(path);
            throw StorageException.From(error, _folder) ?? error;
        }
    }

    /// <summary>Makes received content a file.</summary>
    public StoredFile Add(string id, string name, string purpose, long bytes)
    {
        var file = new StoredFile(id, name, purpose, bytes, _time.GetUtcNow());
        _database.Write(connection => connection.Execute(
            "INSERT INTO video_files(id, name, purpose, bytes, created_at) VALUES($id, $name, $purpose, $bytes, $now)",
            ("$id", id), ("$name", name), ("$purpose", purpose), ("$bytes", bytes), ("$now", file.CreatedAt.UtcTicks)));
        return file;
    }

    /// <summary>Removes content that did not become a file.</summary>
    public void Discard(string id) => File.Delete(Path.Combine(_folder, VideoId.Parse(id, Word, "File")));

    /// <exception cref="ApiException">No such file: 404.</exception>
    public StoredFile Get(string? id)
    {
        var wanted = VideoId.Parse(id, Word, "File");
        return Rows($"SELECT {Columns} FROM video_files WHERE id = $id", ("$id", wanted)).SingleOrDefault() ?? throw ApiException.NotFound("File", wanted);
    }

    /// <summary>A file and its content, which the caller disposes.</summary>
    /// <exception cref="ApiException">No such file: 404.</exception>
    public (StoredFile File, Stream Content) Open(string? id)
    {
        var file = Get(id);
        return File.Exists(PathOf(file)) ? (file, File.OpenRead(PathOf(file))) : throw ApiException.NotFound("File", file.Id);
    }

    public string PathOf(StoredFile file) => Path.Combine(_folder, file.Id);

    /// <param name="after">Id of the last file of the page before; null for the first.</param>
    /// <param name="purpose">Only these; null takes all.</param>
    public IReadOnlyList<StoredFile> List(string? after, int count, bool ascending, string? purpose) => Rows(
        $"""
        SELECT {Columns} FROM video_files
        WHERE ($purpose IS NULL OR purpose = $purpose)
            AND ($after IS NULL OR number {(ascending ? ">" : "<")} (SELECT number FROM video_files WHERE id = $after))
        ORDER BY number {(ascending ? "ASC" : "DESC")} LIMIT $count
        """,
        ("$after", after), ("$count", count), ("$purpose", purpose));

    /// <exception cref="ApiException">No such file: 404.</exception>
    public void Remove(string? id)
    {
        var file = Get(id);
        _database.Write(connection => connection.Execute("DELETE FROM video_files WHERE id = $id", ("$id", file.Id)));
        File.Delete(PathOf(file));
    }

    private IReadOnlyList<StoredFile> Rows(string sql, params (string Name, object? Value)[] values) => _database.Read(connection => connection.Rows(
        sql,
        static reader => new StoredFile(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3), reader.Time(4)),
        values));
}
