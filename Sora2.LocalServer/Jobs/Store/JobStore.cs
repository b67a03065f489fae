using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Sora2.LocalServer.Jobs.Faults;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Jobs.Store;

/// <summary>Jobs on disk. Every change is durable when its method returns; progress within a run is not stored.</summary>
internal sealed class JobStore
{
    // Sequence numbers carry the count of server starts above this bit, so that they grow across a crash although live
    // progress is never stored.
    private const int StartShift = 32;

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS starts(number INTEGER PRIMARY KEY AUTOINCREMENT);
        CREATE TABLE IF NOT EXISTS jobs(
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            client_key TEXT NOT NULL UNIQUE,
            request TEXT NOT NULL,
            request_hash BLOB NOT NULL,
            state INTEGER NOT NULL,
            cancel_asked INTEGER NOT NULL DEFAULT 0,
            created_at INTEGER NOT NULL,
            started_at INTEGER,
            finished_at INTEGER,
            attempt INTEGER NOT NULL DEFAULT 0,
            failures INTEGER NOT NULL DEFAULT 0,
            interruptions INTEGER NOT NULL DEFAULT 0,
            stage TEXT NOT NULL DEFAULT 'queued',
            progress REAL NOT NULL DEFAULT 0,
            seconds_in_model REAL NOT NULL DEFAULT 0,
            seconds_total REAL NOT NULL DEFAULT 0,
            error_code TEXT,
            error_message TEXT,
            notes TEXT NOT NULL DEFAULT '[]',
            shots TEXT NOT NULL DEFAULT '[]',
            sequence INTEGER NOT NULL);
        CREATE INDEX IF NOT EXISTS jobs_by_state ON jobs(state, number);
        CREATE TABLE IF NOT EXISTS media_taken(media_id TEXT PRIMARY KEY) WITHOUT ROWID;
        """;

    private readonly ServerDatabase _database;
    private readonly JobFeeds _feeds;
    private readonly TimeProvider _time;
    private readonly long _firstSequence;

    /// <param name="feeds">Knows the sequence numbers that live progress has used.</param>
    public JobStore(ServerDatabase database, JobFeeds feeds, TimeProvider time)
    {
        _database = database;
        _feeds = feeds;
        _time = time;
        database.Prepare(Schema);
        Order = new JobOrder(database);
        var start = database.Write(connection => Scalar(connection, "INSERT INTO starts DEFAULT VALUES RETURNING number"));
        _firstSequence = start << StartShift;
    }

    public JobOrder Order { get; }

    /// <summary>Stores a new job, or answers with the one that the same key and request made before.</summary>
    /// <exception cref="ClientKeyConflictException">The key belongs to another request.</exception>
    /// <exception cref="QueueFullException">Too many jobs wait.</exception>
    public (Job Job, bool IsNew) Add(GenerationRequest request, string clientKey, int queueLimit)
    {
        var text = Write(request);
        var hash = Hash(text);
        return _database.Write(connection =>
        {
            if (FindKey(connection, clientKey) is { Job: { } existing } known)
            {
                return known.Hash.AsSpan().SequenceEqual(hash)
                    ? (existing, false)
                    : throw new ClientKeyConflictException(clientKey, existing.Id);
            }

            if (Scalar(connection, "SELECT count(*) FROM jobs WHERE state = 0") >= queueLimit)
            {
                throw new QueueFullException(queueLimit);
            }

            var job = new Job
            {
                Id = JobId.New(),
                Request = request,
                CreatedAt = _time.GetUtcNow(),
                Sequence = _firstSequence,
            };
            Execute(
                connection,
                "INSERT INTO jobs(id, client_key, request, request_hash, state, created_at, sequence) VALUES($id, $key, $request, $hash, 0, $now, $sequence)",
                ("$id", job.Id.ToString()), ("$key", clientKey), ("$request", text), ("$hash", hash), ("$now", job.CreatedAt.UtcTicks), ("$sequence", job.Sequence));
            foreach (var piece in request.Conditioning)
            {
                Execute(connection, "INSERT OR IGNORE INTO media_taken VALUES($media)", ("$media", piece.MediaId));
            }

            return (job, true);
        });
    }

    /// <summary>The job that the same key and request made before, or null.</summary>
    /// <exception cref="ClientKeyConflictException">The key belongs to another request.</exception>
    public Job? FindSame(GenerationRequest request, string clientKey)
    {
        var (job, hash) = _database.Read(connection => FindKey(connection, clientKey));
        return job is null || hash.AsSpan().SequenceEqual(Hash(Write(request)))
            ? job
            : throw new ClientKeyConflictException(clientKey, job.Id);
    }

    /// <summary>
    /// Runs <paramref name="remove"/> unless a job has ever hung on the media: shots outlive their jobs, and are made again from
    /// their recipes. No job is added meanwhile.
    /// </summary>
    public void UnlessTaken(string mediaId, Action remove) => _database.Write(connection =>
    {
        if (Scalar(connection, "SELECT count(*) FROM media_taken WHERE media_id = $media", ("$media", mediaId)) == 0)
        {
            remove();
        }

        return true;
    });

    public Job? FindByKey(string clientKey) => _database.Read(connection => FindKey(connection, clientKey).Job);

    public Job? Find(JobId id) => _database.Read(connection => FindRow(connection, id)?.Job);

    /// <summary>A job with what the queue knows about it, or null.</summary>
    public JobRow? FindRow(JobId id) => _database.Read(connection => FindRow(connection, id));

    /// <summary>Jobs newest first, from below <paramref name="before"/>; the last number is the next page's start.</summary>
    public (IReadOnlyList<Job> Jobs, long? Next, int Total) List(int pageSize, long before, JobState? state) => _database.Read(connection =>
    {
        var where = state is null ? "" : "AND state = $state";
        var jobs = Rows(
            connection,
            $"SELECT * FROM jobs WHERE number < $before {where} ORDER BY number DESC LIMIT $count",
            ("$before", before), ("$count", pageSize + 1), ("$state", (int?)state ?? 0));
        var total = Scalar(
            connection, $"SELECT count(*) FROM jobs WHERE 1 {where}", ("$state", (int?)state ?? 0));
        var next = jobs.Count > pageSize ? jobs[pageSize - 1].Number : (long?)null;
        return ((IReadOnlyList<Job>)[.. jobs.Take(pageSize).Select(row => row.Job)], next, (int)total);
    });

    /// <summary>Jobs that wait, the next to run first.</summary>
    public IReadOnlyList<Job> Waiting(int count) => _database.Read(connection => Rows(
        connection, $"SELECT * FROM jobs WHERE state = 0 ORDER BY {JobOrder.Place} LIMIT $count", ("$count", count)).ConvertAll(static row => row.Job));

    /// <summary>The first job that waits, now running; null when none waits.</summary>
    public JobRow? TakeNext() => _database.Write(connection => Rows(
        connection,
        $"""
        UPDATE jobs SET state = 1, attempt = attempt + 1, started_at = coalesce(started_at, $now), {Changed}
        WHERE number = (SELECT number FROM jobs WHERE state = 0 ORDER BY {JobOrder.Place} LIMIT 1) RETURNING *
        """,
        ("$now", _time.GetUtcNow().UtcTicks), ("$first", _firstSequence)).SingleOrDefault());

    /// <summary>A started job begins once more after a failure.</summary>
    public JobRow Restart(JobId id) => Update(id, "attempt = attempt + 1");

    /// <summary>Counts a failure of the present variant.</summary>
    public JobRow CountFailure(JobId id) => Update(id, "failures = failures + 1");

    /// <summary>One more variant is published: what failed before it no longer counts.</summary>
    public JobRow AddShot(JobId id, IReadOnlyList<string> shots, IReadOnlyList<string> notes, double progress) => Update(
        id,
        "shots = $shots, notes = $notes, progress = $progress, failures = 0, interruptions = 0",
        ("$shots", JsonSerializer.Serialize(shots)), ("$notes", JsonSerializer.Serialize(notes)), ("$progress", progress));

    /// <summary>Back to the queue, at its old place; the server stops and it is not the job's fault.</summary>
    public JobRow Requeue(JobId id, double secondsInModel, double secondsTotal) => Update(
        id,
        "state = 0, stage = 'queued', attempt = attempt - 1, seconds_in_model = $model, seconds_total = $total",
        ("$model", secondsInModel), ("$total", secondsTotal));

    /// <summary>Ends a job for ever, as it was last seen.</summary>
    public JobRow Finish(Job last, JobState state, JobError? error, IReadOnlyList<string> shots) => Update(
        last.Id,
        """
        state = $state, stage = 'done', progress = $progress, error_code = $code, error_message = $message,
        finished_at = $now, seconds_in_model = $model, seconds_total = $total, shots = $shots, notes = $notes
        """,
        ("$shots", JsonSerializer.Serialize(shots)), ("$notes", JsonSerializer.Serialize(last.Notes)),
        ("$state", (int)state), ("$progress", state == JobState.Succeeded ? 1 : last.Progress), ("$code", error?.Code), ("$message", error?.Message),
        ("$now", _time.GetUtcNow().UtcTicks), ("$model", last.SecondsInModel), ("$total", last.SecondsTotal));

    /// <summary>A queued job ends at once; a running one is marked, so that a crash before it stops does not revive it.</summary>
    public JobRow? AskCancel(JobId id) => _database.Write(connection =>
    {
        Execute(
            connection,
            $"""
            UPDATE jobs SET cancel_asked = 1, finished_at = iif(state = 0, $now, NULL), stage = iif(state = 0, 'done', stage),
                state = iif(state = 0, 4, state), {Changed}
            WHERE id = $id AND state IN (0, 1)
            """,
            ("$id", id.ToString()), ("$now", _time.GetUtcNow().UtcTicks), ("$first", NextSequence(id)));
        return FindRow(connection, id);
    });

    /// <summary>Removes a finished job. False when it is not finished or not there.</summary>
    public bool Delete(JobId id) => _database.Write(connection =>
        Execute(connection, "DELETE FROM jobs WHERE id = $id AND state > 1", ("$id", id.ToString())) == 1);

    /// <summary>Jobs that were running when the last server ended.</summary>
    public IReadOnlyList<JobRow> Interrupted() => _database.Read(connection => Rows(connection, "SELECT * FROM jobs WHERE state = 1"));

    /// <summary>An interrupted job waits again, at its old place.</summary>
    public JobRow Resume(JobId id) => Update(id, "state = 0, stage = 'queued', interruptions = interruptions + 1");

    /// <summary>Whether a job with this id is known.</summary>
    public bool Exists(string id) => _database.Read(connection =>
        Scalar(connection, "SELECT count(*) FROM jobs WHERE id = $id", ("$id", id)) == 1);

    private const string Changed = "sequence = max(sequence + 1, $first)";

    private long NextSequence(JobId id) => Math.Max(_firstSequence, (_feeds.Latest(id)?.Sequence ?? 0) + 1);

    private JobRow Update(JobId id, string assignments, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        (string, object?)[] all = [.. values, ("$id", id.ToString()), ("$first", NextSequence(id))];
        return _database.Write(connection => Rows(
            connection, $"UPDATE jobs SET {assignments}, {Changed} WHERE id = $id RETURNING *", all).SingleOrDefault())
            ?? throw new JobNotFoundException(id);
    }

    private static string Write(GenerationRequest request) => JsonSerializer.Serialize(request, JobJson.Options);

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private static (Job? Job, byte[] Hash) FindKey(SqliteConnection connection, string clientKey) =>
        Rows(connection, "SELECT * FROM jobs WHERE client_key = $key", ("$key", clientKey)).SingleOrDefault() is { } row
            ? (row.Job, row.RequestHash)
            : (null, []);

    private static JobRow? FindRow(SqliteConnection connection, JobId id) =>
        Rows(connection, "SELECT * FROM jobs WHERE id = $id", ("$id", id.ToString())).SingleOrDefault();

    private static List<JobRow> Rows(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(connection, sql, values);
        using var reader = command.ExecuteReader();
        var rows = new List<JobRow>();
        while (reader.Read())
        {
            rows.Add(JobRow.Read(reader));
        }

        return rows;
    }

    private static int Execute(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(connection, sql, values);
        return command.ExecuteNonQuery();
    }

    private static long Scalar(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(connection, sql, values);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, ReadOnlySpan<(string Name, object? Value)> values)
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
