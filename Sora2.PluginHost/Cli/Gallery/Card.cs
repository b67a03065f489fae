using Sora2.Contracts.V1;
using Sora2.PluginHost.Cli.Answers;

namespace Sora2.PluginHost.Cli.Gallery;

/// <summary>What became of one sample.</summary>
internal sealed record Card(Sample Sample)
{
    /// <summary>The newest state; null while nothing is submitted, or when it was refused.</summary>
    public Job? Job { get; init; }

    /// <summary>The job was finished before this gallery asked for it.</summary>
    public bool Found { get; init; }

    /// <summary>Null while it is not made.</summary>
    public ShotMedia? Media { get; init; }

    /// <summary>Why there is no shot; null when there is one or it is still to come.</summary>
    public CliException? Fault { get; init; }

    public int ExitCode => Fault?.ExitCode ?? Cli.ExitCode.Done;

    /// <summary>One word for scripts.</summary>
    public string Status => (Media, Fault, Job) switch
    {
        (not null, _, _) => "succeeded",
        (_, not null, null) => "refused",
        (_, not null, { } job) => job.IsFinished() && job.State != JobState.Succeeded ? job.State.Word() : "failed",
        _ => "waiting",
    };

    /// <summary>Takes over how the job ended.</summary>
    public Card With(Job job) => this with
    {
        Job = job,
        Fault = job.State switch
        {
            JobState.Failed or JobState.Quarantined => new CliException(
                Cli.ExitCode.JobFailed, job.Error?.Code ?? "failed", job.Error?.Message ?? "The job failed and gave no reason."),
            JobState.Cancelled => new CliException(Cli.ExitCode.JobCancelled, "cancelled", "The job was cancelled."),
            _ => null,
        },
    };
}
