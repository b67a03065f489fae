using Microsoft.Extensions.Logging;

namespace Sora2.LocalServer.Jobs.Deliveries;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Shot} was not delivered: {Reason}")]
    public static partial void NotDelivered(ILogger logger, string shot, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Deliveries that are due are left to the next start: {Reason}")]
    public static partial void CaughtUpLater(ILogger logger, string reason);
}
