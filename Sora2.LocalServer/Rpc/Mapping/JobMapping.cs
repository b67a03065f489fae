using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Model;
using V1 = Sora2.Contracts.V1;

namespace Sora2.LocalServer.Rpc.Mapping;

/// <summary>Jobs as messages.</summary>
internal static class JobMapping
{
    /// <param name="place">Among the jobs that wait, from 1; 0 when it does not wait or that is not known.</param>
    public static V1.Job ToMessage(this Job job, int place = 0)
    {
        var message = new V1.Job
        {
            Id = job.Id.ToString(),
            Request = job.Request.ToMessage(),
            State = job.State.ToMessage(),
            CreatedAt = Timestamp.FromDateTimeOffset(job.CreatedAt),
            StartedAt = ToTimestamp(job.StartedAt),
            FinishedAt = ToTimestamp(job.FinishedAt),
            Attempt = job.Attempt,
            Progress = job.Progress,
            Stage = job.Stage,
            Step = job.Step,
            StepCount = job.StepCount,
            SecondsTotal = job.SecondsTotal,
            SecondsInModel = job.SecondsInModel,
            Error = job.Error is null ? null : new V1.JobError { Code = job.Error.Code, Message = job.Error.Message },
            Sequence = job.Sequence,
            Place = place,
        };
        if (job.SecondsLeft is { } left)
        {
            message.SecondsLeft = left;
        }

        message.Notes.AddRange(job.Notes);
        message.Shots.AddRange(job.Shots);
        return message;
    }

    public static V1.Preview ToMessage(this PreviewFrame preview) => new()
    {
        Format = V1.PreviewFormat.Rgb8,
        Width = preview.Width,
        Height = preview.Height,
        Data = ByteString.CopyFrom(preview.Rgb),
    };

    private static Timestamp? ToTimestamp(DateTimeOffset? time) => time is null ? null : Timestamp.FromDateTimeOffset(time.Value);
}
