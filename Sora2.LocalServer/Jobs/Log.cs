using Microsoft.Extensions.Logging;

namespace Sora2.LocalServer.Jobs;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Id} runs, attempt {Attempt}.")]
    public static partial void JobStarted(ILogger logger, JobId id, int attempt);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Id} ended: {State}, {Seconds:0.0} s.")]
    public static partial void JobEnded(ILogger logger, JobId id, JobState state, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Id} waits again; the server stops.")]
    public static partial void JobPutBack(ILogger logger, JobId id);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Id} was interrupted for the {Count}. time; it waits again.")]
    public static partial void JobResumed(ILogger logger, JobId id, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Id} failed: {Code}: {Reason}")]
    public static partial void JobFailed(ILogger logger, JobId id, string code, string reason);

    // Debug, because an exception's own words may hold the prompt.
    [LoggerMessage(Level = LogLevel.Debug, Message = "Job {Id} failed because of")]
    public static partial void JobFailedBecause(ILogger logger, JobId id, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "The end of job {Id} could not be written; it runs again after the next start.")]
    public static partial void RunnerFault(ILogger logger, JobId id, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "The state of the jobs cannot be written: {Reason} The queue waits.")]
    public static partial void StorageRefused(ILogger logger, string reason);
}
