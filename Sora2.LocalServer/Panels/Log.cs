namespace Sora2.LocalServer.Panels;

/// <summary>What the panels' door says. Never what a panel asked for.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "A panel's connection is closed: {Reason}")]
    public static partial void PanelRefused(this ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No media folders are read: {Reason}")]
    public static partial void SettingsRefused(this ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A panel's call {Op} failed")]
    public static partial void PanelCallFailed(this ILogger logger, string op, Exception error);
}
