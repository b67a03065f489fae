using System.Globalization;
using Sora2.Contracts.V1;

namespace Sora2.PluginHost.Sessions;

/// <summary>Reads the server's word on a job.</summary>
internal static class JobReading
{
    public static JobSnapshot Apply(JobSnapshot snapshot, Job job)
    {
        var notes = string.Join(' ', job.Notes);
        var next = snapshot with
        {
            Ticket = snapshot.Ticket with { Job = job.Id },
            Progress = Math.Clamp(job.Progress, 0, 1),
            SecondsLeft = job.HasSecondsLeft ? job.SecondsLeft : -1,
            Step = Step(job),
            Notes = notes,
            Message = notes,
        };
        return job.State switch
        {
            JobState.Queued => next with { Stage = JobStage.Queued },
            JobState.Running => next with { Stage = JobStage.Running },
            JobState.Succeeded when job.Shots.Count > 0 => next with
            {
                Stage = JobStage.Fetching, Ticket = next.Ticket with { Shot = job.Shots[0] }, Progress = 1, SecondsLeft = 0,
            },
            JobState.Cancelled => next with { Stage = JobStage.Cancelled },
            _ => next with { Stage = JobStage.Failed, Message = job.Error?.Message ?? "The job ended without a shot. Submit it again." },
        };
    }

    private static string Step(Job job) => job.Stage.Length > 0 && job.StepCount > 1
        ? string.Create(CultureInfo.InvariantCulture, $"{job.Stage} {job.Step} of {job.StepCount}")
        : job.Stage;
}
