using System.Text.Json;
using Microsoft.Data.Sqlite;
using Sora2.LocalServer.Videos.Making;
using Sora2.LocalServer.Videos.Wire;

namespace Sora2.LocalServer.Videos.Webhooks;

/// <summary>Endpoints, and the events that are still on their way. Durable: an event survives the server.</summary>
internal sealed class WebhookStore
{
    private const string Word = "whe";

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS webhook_endpoints(
            number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, url TEXT NOT NULL, event_types TEXT NOT NULL,
            secret TEXT NOT NULL, old_secret TEXT, old_until INTEGER NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS webhook_deliveries(
            number INTEGER PRIMARY KEY AUTOINCREMENT, event_id TEXT NOT NULL, endpoint_id TEXT NOT NULL, type TEXT NOT NULL, video_id TEXT NOT NULL,
            created_at INTEGER NOT NULL, attempts INTEGER NOT NULL, due_at INTEGER NOT NULL);
        """;

    private readonly ServerDatabase _database;

    public WebhookStore(ServerDatabase database)
    {
        _database = database;
        database.Prepare(Schema);
    }

    public static string NewId() => VideoId.New(Word);

    /// <summary>Stores an endpoint, new or changed.</summary>
    public void Save(WebhookEndpoint endpoint) => _database.Write(connection => connection.Execute(
        """
        INSERT INTO webhook_endpoints(id, name, url, event_types, secret, old_secret, old_until, created_at, updated_at)
        VALUES($id, $name, $url, $types, $secret, $old, $until, $created, $updated)
        ON CONFLICT(id) DO UPDATE SET name = $name, url = $url, event_types = $types, secret = $secret, old_secret = $old, old_until = $until, updated_at = $updated
        """,
        ("$id", endpoint.Id), ("$name", endpoint.Name), ("$url", endpoint.Url), ("$types", JsonSerializer.Serialize(endpoint.EventTypes)),
        ("$secret", endpoint.Secret), ("$old", endpoint.OldSecret), ("$until", endpoint.OldUntil.UtcTicks),
        ("$created", endpoint.CreatedAt.UtcTicks), ("$updated", endpoint.UpdatedAt.UtcTicks)));

    /// <exception cref="ApiException">No such endpoint: 404.</exception>
    public WebhookEndpoint Get(string? id)
    {
        var wanted = VideoId.Parse(id, Word, "Webhook endpoint");
        return Find(wanted) ?? throw ApiException.NotFound("Webhook endpoint", wanted);
    }

    public WebhookEndpoint? Find(string id) => Endpoints().FirstOrDefault(endpoint => endpoint.Id == id);

    /// <summary>All of them, newest first.</summary>
    public IReadOnlyList<WebhookEndpoint> Endpoints() => _database.Read(static connection => connection.Rows(
        "SELECT id, name, url, event_types, secret, old_secret, old_until, created_at, updated_at FROM webhook_endpoints ORDER BY number DESC",
        static reader => new WebhookEndpoint(
            reader.GetString(0), reader.GetString(1), reader.GetString(2), JsonSerializer.Deserialize<string[]>(reader.GetString(3)) ?? [],
            reader.GetString(4), reader.TextOrNull(5), reader.Time(6), reader.Time(7), reader.Time(8))));

    /// <summary>Forgets an endpoint and what is on its way to it.</summary>
    public void Remove(string id) => _database.Write(connection =>
        connection.Execute("DELETE FROM webhook_deliveries WHERE endpoint_id = $id", ("$id", id))
        + connection.Execute("DELETE FROM webhook_endpoints WHERE id = $id", ("$id", id)));

    /// <summary>Sends an event on its way to all who want it, and notes that the video's end was told: both or neither.</summary>
    public void Announce(string videoId, string type, DateTimeOffset now)
    {
        var endpoints = Endpoints().Where(endpoint => endpoint.EventTypes.Contains(type, StringComparer.Ordinal)).ToList();
        var eventId = VideoId.New("evt");
        _database.Write(connection =>
        {
            foreach (var endpoint in endpoints)
            {
                connection.Execute(
                    """
                    INSERT INTO webhook_deliveries(event_id, endpoint_id, type, video_id, created_at, attempts, due_at)
                    VALUES($event, $endpoint, $type, $video, $now, 0, $now)
                    """,
                    ("$event", eventId), ("$endpoint", endpoint.Id), ("$type", type), ("$video", videoId), ("$now", now.UtcTicks));
            }

            return connection.Execute("UPDATE videos SET announced = 1 WHERE id = $id", ("$id", videoId));
        });
    }

    /// <summary>What is on its way, the most urgent first.</summary>
    public IReadOnlyList<WebhookDelivery> Deliveries() => _database.Read(static connection => connection.Rows(
        "SELECT number, event_id, endpoint_id, type, video_id, created_at, attempts, due_at FROM webhook_deliveries ORDER BY due_at, number",
        static (SqliteDataReader reader) => new WebhookDelivery(
            reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.Time(5), reader.GetInt32(6), reader.Time(7))));

    /// <summary>It arrived, or is given up.</summary>
    public void Settle(WebhookDelivery delivery) => _database.Write(connection =>
        connection.Execute("DELETE FROM webhook_deliveries WHERE number = $number", ("$number", delivery.Number)));

    /// <summary>It did not arrive and is tried again.</summary>
    public void Postpone(WebhookDelivery delivery, DateTimeOffset dueAt) => _database.Write(connection => connection.Execute(
        "UPDATE webhook_deliveries SET attempts = attempts + 1, due_at = $due WHERE number = $number", ("$number", delivery.Number), ("$due", dueAt.UtcTicks)));
}
