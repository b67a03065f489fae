namespace Sora2.LocalServer.Jobs.Faults;

/// <summary>The job's state does not allow the call.</summary>
public sealed class JobStateException(JobId id, JobState state, string todo)
    : Exception($"Job {id} is {state.ToString().ToLowerInvariant()}; {todo}.")
{
    public JobId Id { get; } = id;

    public JobState State { get; } = state;
}
