namespace Sora2.LocalServer.Jobs.Faults;

/// <summary>No job has this id: it was deleted, or another server gave it.</summary>
public sealed class JobNotFoundException(JobId id)
    : Exception($"There is no job {id}. List the jobs to see those that are.")
{
    public JobId Id { get; } = id;
}
