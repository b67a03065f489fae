using Microsoft.Data.Sqlite;
using Sora2.LocalServer.Videos.Making;
using Sora2.LocalServer.Videos.Wire;

namespace Sora2.LocalServer.Videos.Batches;

/// <summary>Batches and their lines on disk.</summary>
internal sealed class BatchStore
{
    private const string Word = "batch";
    private const string Columns = "id, input_file_id, metadata, created_at, cancelled_at, ended_at, output_file_id, error_file_id";

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS video_batches(
            number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, input_file_id TEXT NOT NULL, metadata TEXT, created_at INTEGER NOT NULL,
            cancelled_at INTEGER, ended_at INTEGER, output_file_id TEXT, error_file_id TEXT);
        CREATE TABLE IF NOT EXISTS video_batch_items(
            batch_id TEXT NOT NULL, line INTEGER NOT NULL, custom_id TEXT NOT NULL, body TEXT NOT NULL, video_id TEXT, error TEXT,
            PRIMARY KEY(batch_id, line)) WITHOUT ROWID;
        """;

    private readonly ServerDatabase _database;

    public BatchStore(ServerDatabase database)
    {
        _database = database;
        database.Prepare(Schema);
    }

    /// <summary>Stores a batch with all its lines: both or neither.</summary>
    public Batch Add(string inputFileId, string? metadata, IReadOnlyList<(string CustomId, string Body)> lines, DateTimeOffset now)
    {
        var id = VideoId.New(Word);
        _database.Write(connection =>
        {
            connection.Execute(
                "INSERT INTO video_batches(id, input_file_id, metadata, created_at) VALUES($id, $file, $metadata, $now)",
                ("$id", id), ("$file", inputFileId), ("$metadata", metadata), ("$now", now.UtcTicks));
            for (var line = 0; line < lines.Count; line++)
            {
                connection.Execute(
                    "INSERT INTO video_batch_items(batch_id, line, custom_id, body) VALUES($id, $line, $custom, $body)",
                    ("$id", id), ("$line", line), ("$custom", lines[line].CustomId), ("$body", lines[line].Body));
            }

            return true;
        });
        return Get(id);
    }

    /// <exception cref="ApiException">No such batch: 404.</exception>
    public Batch Get(string? id)
    {
        var wanted = VideoId.Parse(id, Word, "Batch");
        return Rows($"SELECT {Columns} FROM video_batches WHERE id = $id", ("$id", wanted)).SingleOrDefault() ?? throw ApiException.NotFound("Batch", wanted);
    }

    /// <summary>Newest first, after one of them or from the beginning.</summary>
    public IReadOnlyList<Batch> List(string? after, int count) => Rows(
        $"""
        SELECT {Columns} FROM video_batches WHERE $after IS NULL OR number < (SELECT number FROM video_batches WHERE id = $after)
        ORDER BY number DESC LIMIT $count
        """,
        ("$after", after), ("$count", count));

    /// <summary>Batches that have something left to do, oldest first.</summary>
    public IReadOnlyList<Batch> Unfinished() => Rows($"SELECT {Columns} FROM video_batches WHERE ended_at IS NULL ORDER BY number");

    public IReadOnlyList<BatchItem> Items(string batchId) => _database.Read(connection => connection.Rows(
        "SELECT batch_id, line, custom_id, body, video_id, error FROM video_batch_items WHERE batch_id = $id ORDER BY line",
        static reader => new BatchItem(
            reader.GetString(0), reader.GetInt32(1), reader.GetString(2), reader.GetString(3), reader.TextOrNull(4), reader.TextOrNull(5)),
        ("$id", batchId)));

    public void SetVideo(BatchItem item, string videoId) => Change(item, "video_id = $value", videoId);

    public void SetError(BatchItem item, string error) => Change(item, "error = $value", error);

    public void Cancel(string id, DateTimeOffset now) => _database.Write(connection => connection.Execute(
        "UPDATE video_batches SET cancelled_at = coalesce(cancelled_at, $now) WHERE id = $id AND ended_at IS NULL", ("$id", id), ("$now", now.UtcTicks)));

    public void End(string id, DateTimeOffset now, string? outputFileId, string? errorFileId) => _database.Write(connection => connection.Execute(
        "UPDATE video_batches SET ended_at = $now, output_file_id = $output, error_file_id = $error WHERE id = $id",
        ("$id", id), ("$now", now.UtcTicks), ("$output", outputFileId), ("$error", errorFileId)));

    private void Change(BatchItem item, string assignment, string value) => _database.Write(connection => connection.Execute(
        $"UPDATE video_batch_items SET {assignment} WHERE batch_id = $id AND line = $line", ("$id", item.BatchId), ("$line", item.Line), ("$value", value)));

    private IReadOnlyList<Batch> Rows(string sql, params (string Name, object? Value)[] values) =>
        _database.Read(connection => connection.Rows(sql, Read, values));

    private static Batch Read(SqliteDataReader reader) => new(
        reader.GetString(0),
        reader.GetString(1),
        reader.TextOrNull(2),
        reader.Time(3),
        reader.IsDBNull(4) ? null : reader.Time(4),
        reader.IsDBNull(5) ? null : reader.Time(5),
        reader.TextOrNull(6),
        reader.TextOrNull(7));
}
