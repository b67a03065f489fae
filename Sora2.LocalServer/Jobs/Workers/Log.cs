using Microsoft.Extensions.Logging;

namespace Sora2.LocalServer.Jobs.Workers;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Worker {ProcessId} started.")]
    public static partial void WorkerStarted(ILogger logger, int processId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The worker died, exit code {ExitCode}.")]
    public static partial void WorkerDied(ILogger logger, int? exitCode);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Worker {ProcessId} said nothing for {Silence} and was killed.")]
    public static partial void WorkerHung(ILogger logger, int processId, TimeSpan silence);

    [LoggerMessage(Level = LogLevel.Information, Message = "Worker {ProcessId} had nothing to do and was ended.")]
    public static partial void WorkerIdle(ILogger logger, int processId);

    // Debug, because a model's own words may hold some of the prompt.
    [LoggerMessage(Level = LogLevel.Debug, Message = "Worker: {Line}")]
    public static partial void WorkerSays(ILogger logger, string? line);
}
