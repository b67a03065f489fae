namespace Sora2.LocalServer.Server;

/// <summary>What the server says about itself.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "sora2-server {Version} answers on {Address}, home {Home}")]
    public static partial void Ready(this ILogger logger, string version, Uri address, string home);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopping: no new jobs are begun, a running one goes back to the queue")]
    public static partial void Stopping(this ILogger logger);
}
