using Sora2.LocalServer.Jobs.Faults;
using Sora2.LocalServer.Model;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Jobs;

/// <summary>A request under way, as it is at one moment.</summary>
public sealed record Job
{
    public required JobId Id { get; init; }

    public required GenerationRequest Request { get; init; }

    public JobState State { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it first ran.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Times it was started; 0 while it waits for the first time.</summary>
    public int Attempt { get; init; }

    /// <summary>0 to 1 over all variants.</summary>
    public double Progress { get; init; }

    /// <summary>"queued", "load", "text", "denoise", "decode", "speech", "upscale", "encode", "publish", "done".</summary>
    public string Stage { get; init; } = "queued";

    /// <summary>Done in this stage, 0 to <see cref="StepCount"/>.</summary>
    public int Step { get; init; }

    public int StepCount { get; init; }

    /// <summary>Variant being made, counted from 0.</summary>
    public int Variant { get; init; }

    /// <summary>Estimate; null while there is nothing to estimate from.</summary>
    public double? SecondsLeft { get; init; }

    /// <summary>Inside model calls, all variants.</summary>
    public double SecondsInModel { get; init; }

    /// <summary>Time it ran, all attempts, waiting not counted.</summary>
    public double SecondsTotal { get; init; }

    public JobError? Error { get; init; }

    /// <summary>What could not be done as asked, in plain words.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Names of the shots published so far, by variant.</summary>
    public IReadOnlyList<string> Shots { get; init; } = [];

    /// <summary>Grows with every change of this job, across restarts; a watch resumes after it.</summary>
    public long Sequence { get; init; }

    /// <summary>The newest preview, or null.</summary>
    public PreviewFrame? Preview { get; init; }

    /// <summary>Whether it will never change again.</summary>
    public bool IsFinished => State is not (JobState.Queued or JobState.Running);
}
