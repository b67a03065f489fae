namespace Sora2.LocalServer.Videos;

/// <summary>What the Videos door says. Never a request's content.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Video {VideoId} was submitted as job {JobId}")]
    public static partial void VideoSubmitted(this ILogger logger, string videoId, string jobId);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Route} failed ({RequestId})")]
    public static partial void CallFailed(this ILogger logger, string method, string route, string requestId, Exception error);
}
