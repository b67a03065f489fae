namespace Sora2.LocalServer.Jobs;

/// <summary>Where a job is. Numbers are stored; never change them.</summary>
public enum JobState
{
    Queued = 0,
    Running = 1,

    /// <summary>Every variant is published.</summary>
    Succeeded = 2,

    /// <summary>It cannot be made as asked; the error says why. Trying again would change nothing.</summary>
    Failed = 3,

    Cancelled = 4,

    /// <summary>Its worker died, or it failed without a reason we know, twice. It is not tried again.</summary>
    Quarantined = 5,
}
