using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Data.Sqlite;

namespace Sora2.LocalServer.Library;

/// <summary>Which names are taken, and by which variant of which job: one row each, kept unique by the database.</summary>
internal sealed class ShotTable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS shots(
            project TEXT NOT NULL,
            shot TEXT NOT NULL,
            version INTEGER NOT NULL,
            job_id TEXT NOT NULL,
            variant INTEGER NOT NULL,
            state INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            files TEXT,
            PRIMARY KEY(project, shot, version),
            UNIQUE(job_id, variant));
        CREATE INDEX IF NOT EXISTS shots_by_name ON shots(project || '_' || shot || printf('_v%03d', version));
        CREATE INDEX IF NOT EXISTS shots_by_time ON shots(created_at);
        """;

    private static readonly JsonSerializerOptions s_json = new() { Converters = { new JsonStringEnumConverter() } };

    private readonly ServerDatabase _database;

    public ShotTable(ServerDatabase database)
    {
        _database = database;
        database.Prepare(Schema);
        database.AddColumn("shots", "title", "TEXT NOT NULL DEFAULT ''");
    }

    public ShotRow? Find(string jobId, int variant) => _database.Read(connection => Rows(
        connection, "WHERE job_id = $job AND variant = $variant", ("$job", jobId), ("$variant", variant)).SingleOrDefault());

    /// <param name="name">PROJECT_SHOT_vNNN.</param>
    public ShotRow? FindPublished(string name) => _database.Read(connection => Rows(
        connection, "WHERE state = 1 AND project || '_' || shot || printf('_v%03d', version) = $name", ("$name", name)).SingleOrDefault());

    public IReadOnlyList<ShotRow> OfJob(string jobId) => _database.Read(connection => Rows(
        connection, "WHERE job_id = $job ORDER BY variant", ("$job", jobId)));

    public IReadOnlyList<ShotRow> All() => _database.Read(connection => Rows(connection, "ORDER BY created_at DESC, version DESC"));

    /// <summary>Published shots, newest first.</summary>
    public IReadOnlyList<ShotRow> Published(string? project) => _database.Read(connection => Rows(
        connection,
        "WHERE state = 1 AND ($project IS NULL OR project = $project) ORDER BY created_at DESC, version DESC",
        ("$project", project)));

    /// <summary>
    /// Takes a name for one variant, for ever. <paramref name="choose"/> gets the highest version of a shot and the names of
    /// the project's shots, as the table has them.
    /// </summary>
    public ShotRow Reserve(
        string jobId, int variant, string project, DateTimeOffset now, Func<Func<string, int>, IReadOnlyList<string>, ShotName> choose) =>
        _database.Write(connection =>
        {
            Execute(connection, "DELETE FROM shots WHERE job_id = $job AND variant = $variant AND state = 0", ("$job", jobId), ("$variant", variant));
            var name = choose(shot => HighestVersion(connection, project, shot), Shots(connection, project));
            var row = new ShotRow(name, jobId, variant, ShotRowState.Reserved, now, null);
            Insert(connection, row);
            return row;
        });

    /// <summary>The one transaction that makes a shot exist: its reservation becomes a publication.</summary>
    /// <exception cref="InvalidOperationException">The reservation is gone; nothing was changed.</exception>
    public void Publish(ShotRow row) => _database.Write(connection => Execute(
        connection,
        "UPDATE shots SET state = 1, files = $files, created_at = $now WHERE job_id = $job AND variant = $variant AND state = 0 AND project = $project AND shot = $shot AND version = $version",
        ("$files", JsonSerializer.Serialize(row.Files, s_json)), ("$now", row.CreatedAt.UtcTicks), ("$job", row.JobId), ("$variant", row.Variant),
        ("$project", row.Name.Project), ("$shot", row.Name.Shot), ("$version", row.Name.Version)) == 1
            ? true
            : throw new InvalidOperationException($"{row.Name} is not reserved by job {row.JobId}."));

    /// <summary>Takes in a shot that lies in the folder and is in no row.</summary>
    /// <returns>False when its name or its variant is already taken.</returns>
    public bool Adopt(ShotRow row) => _database.Write(connection =>
    {
        var taken = Rows(
            connection,
            "WHERE (job_id = $job AND variant = $variant) OR (project = $project AND shot = $shot AND version = $version)",
            ("$job", row.JobId), ("$variant", row.Variant), ("$project", row.Name.Project), ("$shot", row.Name.Shot), ("$version", row.Name.Version));
        if (taken.Count > 0)
        {
            return false;
        }

        Insert(connection, row);
        return true;
    });

    public void SetState(ShotRow row, ShotRowState state) => _database.Write(connection => Execute(
        connection,
        "UPDATE shots SET state = $state WHERE job_id = $job AND variant = $variant",
        ("$state", (int)state), ("$job", row.JobId), ("$variant", row.Variant)));

    /// <param name="title">Empty takes it away.</param>
    public void SetTitle(ShotRow row, string title) => _database.Write(connection => Execute(
        connection, "UPDATE shots SET title = $title WHERE job_id = $job AND variant = $variant", ("$title", title), ("$job", row.JobId), ("$variant", row.Variant)));

    /// <summary>Gives back the names of what was not made.</summary>
    public void Release(string jobId) => _database.Write(connection => Execute(
        connection, "DELETE FROM shots WHERE job_id = $job AND state = 0", ("$job", jobId)));

    private static void Insert(SqliteConnection connection, ShotRow row) => Execute(
        connection,
        "INSERT INTO shots(project, shot, version, job_id, variant, state, created_at, files) VALUES($project, $shot, $version, $job, $variant, $state, $now, $files)",
        ("$project", row.Name.Project), ("$shot", row.Name.Shot), ("$version", row.Name.Version), ("$job", row.JobId), ("$variant", row.Variant),
        ("$state", (int)row.State), ("$now", row.CreatedAt.UtcTicks), ("$files", row.Files is null ? null : JsonSerializer.Serialize(row.Files, s_json)));

    private static int HighestVersion(SqliteConnection connection, string project, string shot)
    {
        using var command = Command(
            connection, "SELECT coalesce(max(version), 0) FROM shots WHERE project = $project AND shot = $shot", ("$project", project), ("$shot", shot));
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static List<string> Shots(SqliteConnection connection, string project)
    {
        using var command = Command(connection, "SELECT DISTINCT shot FROM shots WHERE project = $project", ("$project", project));
        using var reader = command.ExecuteReader();
        var shots = new List<string>();
        while (reader.Read())
        {
            shots.Add(reader.GetString(0));
        }

        return shots;
    }

    private static List<ShotRow> Rows(SqliteConnection connection, string where, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(
            connection, "SELECT project, shot, version, job_id, variant, state, created_at, files, title FROM shots " + where, values);
        using var reader = command.ExecuteReader();
        var rows = new List<ShotRow>();
        while (reader.Read())
        {
            rows.Add(new ShotRow(
                new ShotName(reader.GetString(0), reader.GetString(1), reader.GetInt32(2)),
                reader.GetString(3),
                reader.GetInt32(4),
                (ShotRowState)reader.GetInt32(5),
                new DateTimeOffset(reader.GetInt64(6), TimeSpan.Zero),
                reader.IsDBNull(7) ? null : JsonSerializer.Deserialize<ShotFiles>(reader.GetString(7), s_json),
                reader.GetString(8)));
        }

        return rows;
    }

    private static int Execute(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(connection, sql, values);
        return command.ExecuteNonQuery();
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }
}
