using System.Globalization;
using Microsoft.Data.Sqlite;
using Sora2.LocalServer.Jobs.Faults;

namespace Sora2.LocalServer.Jobs.Store;

/// <summary>The order in which waiting jobs run, on disk.</summary>
/// <remarks>
/// Moving exchanges the places of jobs that wait: no place is made or lost. So a job that comes later stands behind all of them,
/// and one that was interrupted comes back to the place that it had.
/// </remarks>
internal sealed class JobOrder
{
    /// <summary>What the queue is ordered by; a job that was never moved stands where it came.</summary>
    public const string Place = "coalesce(place, number)";

    private readonly ServerDatabase _database;

    public JobOrder(ServerDatabase database)
    {
        _database = database;
        database.AddColumn("jobs", "place", "INTEGER");
        database.Prepare($"CREATE INDEX IF NOT EXISTS jobs_by_place ON jobs(state, {Place})");
    }

    /// <summary>Jobs that wait, the next to run first.</summary>
    public IReadOnlyList<JobId> Waiting() => _database.Read(connection => Waiting(connection).ConvertAll(static job => job.Id));

    /// <summary>A waiting job's place, from 1: the next to run; 0 when it does not wait.</summary>
    public int PlaceOf(JobId id) => _database.Read(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM jobs WHERE state = 0 AND {Place} <= (SELECT {Place} FROM jobs WHERE id = $id AND state = 0)";
        command.Parameters.AddWithValue("$id", id.ToString());
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    });

    /// <summary>Moves a waiting job. Durable when it returns.</summary>
    /// <param name="other">For <see cref="QueueMove.Before"/> and <see cref="QueueMove.After"/>.</param>
    /// <returns>Its place from now on, from 1.</returns>
    /// <exception cref="JobNotFoundException">One of them is not there; nothing was moved.</exception>
    /// <exception cref="JobStateException">One of them does not wait any more; nothing was moved.</exception>
    public int Move(JobId id, QueueMove move, JobId? other) => _database.Write(connection =>
    {
        var jobs = Waiting(connection);
        var from = IndexOf(connection, jobs, id);
        var to = move switch
        {
            QueueMove.First => 0,
            QueueMove.Up => Math.Max(0, from - 1),
            QueueMove.Down => Math.Min(jobs.Count - 1, from + 1),
            QueueMove.Last => jobs.Count - 1,
            _ => Beside(IndexOf(connection, jobs, other!.Value), from, move),
        };
        var places = jobs.ConvertAll(static job => job.Place);
        var moved = jobs[from];
        jobs.RemoveAt(from);
        jobs.Insert(to, moved);
        using var command = connection.CreateCommand();
        command.CommandText = "UPDATE jobs SET place = $place WHERE number = $number";
        var (place, number) = (command.Parameters.Add("$place", SqliteType.Integer), command.Parameters.Add("$number", SqliteType.Integer));
        for (var i = Math.Min(from, to); from != to && i <= Math.Max(from, to); i++)
        {
            (place.Value, number.Value) = (places[i], jobs[i].Number);
            command.ExecuteNonQuery();
        }

        return to + 1;
    });

    // The job leaves its own place first, which shifts what stands behind it.
    private static int Beside(int other, int from, QueueMove move) => other + (move == QueueMove.After ? 1 : 0) - (from < other ? 1 : 0);

    private static int IndexOf(SqliteConnection connection, List<(JobId Id, long Number, long Place)> jobs, JobId id)
    {
        var index = jobs.FindIndex(job => job.Id == id);
        if (index >= 0)
        {
            return index;
        }

        using var command = connection.CreateCommand();
        command.CommandText = "SELECT state FROM jobs WHERE id = $id";
        command.Parameters.AddWithValue("$id", id.ToString());
        throw command.ExecuteScalar() is { } state
            ? new JobStateException(id, (JobState)Convert.ToInt32(state, CultureInfo.InvariantCulture), "only jobs that wait have a place in the queue")
            : new JobNotFoundException(id);
    }

    private static List<(JobId Id, long Number, long Place)> Waiting(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT id, number, {Place} FROM jobs WHERE state = 0 ORDER BY {Place}";
        using var reader = command.ExecuteReader();
        var jobs = new List<(JobId, long, long)>();
        while (reader.Read())
        {
            jobs.Add((JobId.Parse(reader.GetString(0)), reader.GetInt64(1), reader.GetInt64(2)));
        }

        return jobs;
    }
}
