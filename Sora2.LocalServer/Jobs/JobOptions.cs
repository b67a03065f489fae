namespace Sora2.LocalServer.Jobs;

/// <summary>How the queue behaves.</summary>
public sealed record JobOptions
{
    /// <summary>Jobs that may wait at once. Default 20,000.</summary>
    public int QueueLimit { get; init; } = 20_000;

    /// <summary>Failures of one variant before the job is quarantined. Default 2: it is tried again once.</summary>
    public int FailureLimit { get; init; } = 2;

    /// <summary>
    /// Times the server may end in the middle of one variant before the job is quarantined: a job that takes the machine down
    /// must not do so for ever, a machine that is switched off every evening must not lose one. Default 20.
    /// </summary>
    public int InterruptionLimit { get; init; } = 20;

    /// <summary>How long a worker is kept warm without work. Default 5 minutes.</summary>
    public TimeSpan WorkerIdle { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a cancelled worker may take to stop by itself before it is killed. Default 5 s.</summary>
    public TimeSpan CancelGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a worker may say nothing before it counts as hung and is killed: a driver that never returns must not hold the
    /// queue. Longer than any one step takes. Default 30 minutes.
    /// </summary>
    public TimeSpan WorkerSilence { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long an upload that no job took is kept; looked at when the server starts. Default one hour.</summary>
    public TimeSpan UploadIdle { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Free bytes that must be left beside what a job needs. Default 64 MiB.</summary>
    public long DiskReserveBytes { get; init; } = 64 << 20;

    /// <summary>What large models run on: "auto", "cpu" or the name of a device. Default "auto".</summary>
    public string Device { get; init; } = "auto";
}
