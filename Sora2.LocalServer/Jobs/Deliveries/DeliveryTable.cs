using Microsoft.Data.Sqlite;

namespace Sora2.LocalServer.Jobs.Deliveries;

/// <summary>The delivery folders of projects, and which shot was delivered where: kept over restarts.</summary>
internal sealed class DeliveryTable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS delivery_folders(
            project TEXT NOT NULL PRIMARY KEY,
            folder TEXT NOT NULL,
            link INTEGER NOT NULL,
            since INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS deliveries(
            shot TEXT NOT NULL,
            folder TEXT NOT NULL,
            PRIMARY KEY(shot, folder));
        """;

    private readonly ServerDatabase _database;

    public DeliveryTable(ServerDatabase database)
    {
        _database = database;
        database.Prepare(Schema);
    }

    public IReadOnlyList<DeliveryFolder> Folders() => _database.Read(static connection =>
    {
        using var command = Command(connection, "SELECT project, folder, link, since FROM delivery_folders ORDER BY project");
        using var reader = command.ExecuteReader();
        var folders = new List<DeliveryFolder>();
        while (reader.Read())
        {
            folders.Add(new DeliveryFolder(reader.GetString(0), reader.GetString(1), reader.GetBoolean(2), new DateTimeOffset(reader.GetInt64(3), TimeSpan.Zero)));
        }

        return folders;
    });

    public void Set(DeliveryFolder folder) => _database.Write(connection => Execute(
        connection,
        "INSERT OR REPLACE INTO delivery_folders(project, folder, link, since) VALUES($project, $folder, $link, $since)",
        ("$project", folder.Project), ("$folder", folder.Folder), ("$link", folder.Link), ("$since", folder.Since.UtcTicks)));

    public void Remove(string project) => _database.Write(connection => Execute(
        connection, "DELETE FROM delivery_folders WHERE project = $project", ("$project", project)));

    public bool IsDelivered(string shot, string folder) => _database.Read(connection =>
    {
        using var command = Command(connection, "SELECT 1 FROM deliveries WHERE shot = $shot AND folder = $folder", ("$shot", shot), ("$folder", folder));
        return command.ExecuteScalar() is not null;
    });

    public void Delivered(string shot, string folder) => _database.Write(connection => Execute(
        connection, "INSERT OR IGNORE INTO deliveries(shot, folder) VALUES($shot, $folder)", ("$shot", shot), ("$folder", folder)));

    private static int Execute(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using var command = Command(connection, sql, values);
        return command.ExecuteNonQuery();
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
