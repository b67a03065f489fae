using System.Text.Json;
using Microsoft.Data.Sqlite;
using Sora2.LocalServer.Jobs.Faults;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Jobs.Store;

/// <summary>A job as it is stored, with what only the queue needs.</summary>
/// <param name="Number">Counts jobs as they come.</param>
/// <param name="Failures">Of the present variant.</param>
/// <param name="Interruptions">Times the server ended in the middle of the present variant.</param>
internal sealed record JobRow(Job Job, long Number, byte[] RequestHash, bool CancelAsked, int Failures, int Interruptions)
{
    public static JobRow Read(SqliteDataReader reader)
    {
        var job = new Job
        {
            Id = JobId.Parse(reader.GetString(reader.GetOrdinal("id"))),
            Request = JsonSerializer.Deserialize<GenerationRequest>(reader.GetString(reader.GetOrdinal("request")), JobJson.Options)
                ?? throw new InvalidDataException("A stored job has no request."),
            State = (JobState)reader.GetInt32(reader.GetOrdinal("state")),
            CreatedAt = Time(reader, "created_at") ?? default,
            StartedAt = Time(reader, "started_at"),
            FinishedAt = Time(reader, "finished_at"),
            Attempt = reader.GetInt32(reader.GetOrdinal("attempt")),
            Stage = reader.GetString(reader.GetOrdinal("stage")),
            Progress = reader.GetDouble(reader.GetOrdinal("progress")),
            SecondsInModel = reader.GetDouble(reader.GetOrdinal("seconds_in_model")),
            SecondsTotal = reader.GetDouble(reader.GetOrdinal("seconds_total")),
            Error = Text(reader, "error_code") is { } code ? new JobError(code, Text(reader, "error_message") ?? "") : null,
            Notes = Texts(reader, "notes"),
            Shots = Texts(reader, "shots"),
            Sequence = reader.GetInt64(reader.GetOrdinal("sequence")),
        };
        return new JobRow(
            job,
            reader.GetInt64(reader.GetOrdinal("number")),
            reader.GetFieldValue<byte[]>(reader.GetOrdinal("request_hash")),
            reader.GetInt32(reader.GetOrdinal("cancel_asked")) != 0,
            reader.GetInt32(reader.GetOrdinal("failures")),
            reader.GetInt32(reader.GetOrdinal("interruptions")));
    }

    private static DateTimeOffset? Time(SqliteDataReader reader, string column) =>
        reader.IsDBNull(reader.GetOrdinal(column)) ? null : new DateTimeOffset(reader.GetInt64(reader.GetOrdinal(column)), TimeSpan.Zero);

    private static string? Text(SqliteDataReader reader, string column) =>
        reader.IsDBNull(reader.GetOrdinal(column)) ? null : reader.GetString(reader.GetOrdinal(column));

    private static string[] Texts(SqliteDataReader reader, string column) =>
        JsonSerializer.Deserialize<string[]>(reader.GetString(reader.GetOrdinal(column))) ?? [];
}
