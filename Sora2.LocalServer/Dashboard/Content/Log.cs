namespace Sora2.LocalServer.Dashboard.Content;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "No proof of {Shot} could be made: {Reason}")]
    public static partial void NoProof(this ILogger logger, string shot, string reason);
}
