namespace Sora2.LocalServer.Rpc;

/// <summary>What the gRPC door says. Never a request's content.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Job {JobId} was submitted by {Client}")]
    public static partial void Submitted(this ILogger logger, string jobId, string client);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} failed")]
    public static partial void CallFailed(this ILogger logger, string method, Exception error);
}
