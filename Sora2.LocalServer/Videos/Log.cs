namespace Sora2.LocalServer.Videos;

/// <summary>What the Videos door says. Never a request's content.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Video {VideoId} was submitted as job {JobId}")]
    public static partial void VideoSubmitted(this ILogger logger, string videoId, string jobId);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Route} failed ({RequestId})")]
    public static partial void CallFailed(this ILogger logger, string method, string route, string requestId, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Event {EventId} did not reach {EndpointId}: {Problem}; it is tried again")]
    public static partial void WebhookFailed(this ILogger logger, string eventId, string endpointId, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Event {EventId} did not reach {EndpointId} in 72 hours: {Problem}; it is given up")]
    public static partial void WebhookGivenUp(this ILogger logger, string eventId, string endpointId, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Events wait: {Problem}")]
    public static partial void WebhooksWait(this ILogger logger, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Batches wait: {Problem}")]
    public static partial void BatchesWait(this ILogger logger, string problem);
}
