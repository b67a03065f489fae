using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Sora2.LocalServer.Videos.Making;

/// <summary>The videos of this API on disk, beside the jobs that make them. Durable when a method returns.</summary>
internal sealed class VideoStore
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS videos(
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            call_hash TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            facts TEXT NOT NULL,
            announced INTEGER NOT NULL DEFAULT 0);
        CREATE INDEX IF NOT EXISTS videos_by_call ON videos(call_hash, number);
        CREATE INDEX IF NOT EXISTS videos_unannounced ON videos(announced) WHERE announced = 0;
        """;

    private readonly ServerDatabase _database;
    private readonly TimeProvider _time;

    public VideoStore(ServerDatabase database, TimeProvider time)
    {
        _database = database;
        _time = time;
        database.Prepare(Schema);
    }

    /// <param name="callHash">Of the call that asked for it.</param>
    public VideoRow Add(string id, string callHash, VideoFacts facts) => _database.Write(connection => connection.Rows(
        "INSERT INTO videos(id, call_hash, created_at, facts) VALUES($id, $hash, $now, $facts) RETURNING number, id, created_at, facts",
        Read,
        ("$id", id), ("$hash", callHash), ("$now", _time.GetUtcNow().UtcTicks), ("$facts", JsonSerializer.Serialize(facts))).Single());

    public VideoRow? Find(string id) => _database.Read(connection => connection.Rows(
        "SELECT number, id, created_at, facts FROM videos WHERE id = $id", Read, ("$id", id)).SingleOrDefault());

    /// <summary>The newest video that the same call asked for since a moment, or null.</summary>
    public VideoRow? FindByCall(string callHash, DateTimeOffset since) => _database.Read(connection => connection.Rows(
        "SELECT number, id, created_at, facts FROM videos WHERE call_hash = $hash AND created_at >= $since ORDER BY number DESC LIMIT 1",
        Read,
        ("$hash", callHash), ("$since", since.UtcTicks)).SingleOrDefault());

    /// <summary>Videos in order of number, after one of them or from the beginning.</summary>
    public IReadOnlyList<VideoRow> List(long? after, bool ascending, int count) => _database.Read(connection => connection.Rows(
        $"""
        SELECT number, id, created_at, facts FROM videos WHERE $after IS NULL OR number {(ascending ? ">" : "<")} $after
        ORDER BY number {(ascending ? "ASC" : "DESC")} LIMIT $count
        """,
        Read,
        ("$after", after), ("$count", count)));

    /// <summary>Videos whose end nobody was told, oldest first.</summary>
    public IReadOnlyList<VideoRow> Unannounced() => _database.Read(connection => connection.Rows(
        "SELECT number, id, created_at, facts FROM videos WHERE announced = 0 ORDER BY number", Read));

    /// <summary>Its end was told, or nobody wants to know.</summary>
    public void Announced(string id) => Execute("UPDATE videos SET announced = 1 WHERE id = $id", id);

    public void Remove(string id) => Execute("DELETE FROM videos WHERE id = $id", id);

    private void Execute(string sql, string id) => _database.Write(connection => connection.Execute(sql, ("$id", id)));

    private static VideoRow Read(SqliteDataReader reader) => new(
        reader.GetInt64(0),
        reader.GetString(1),
        reader.Time(2),
        JsonSerializer.Deserialize<VideoFacts>(reader.GetString(3)) ?? throw new InvalidDataException("A stored video has no facts."));
}
