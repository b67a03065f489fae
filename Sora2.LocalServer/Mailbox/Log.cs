namespace Sora2.LocalServer.Mailbox;

/// <summary>What the mailbox says. Letters hold prompts, so none is ever quoted.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "The mailbox {Folder} is open; Fusion preferences watched: {Count}")]
    public static partial void MailboxOpen(this ILogger logger, string folder, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "The mailbox stays shut: {Reason}")]
    public static partial void MailboxShut(this ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Letter {Name} is refused: {Reason}")]
    public static partial void LetterRefused(this ILogger logger, string name, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Letters in Fusion's preferences are not read: {Reason}")]
    public static partial void PrefsRefused(this ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Letter {Name} waits: it could not be carried out")]
    public static partial void LetterWaits(this ILogger logger, string name, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "The answer to letter {Name} cannot be written yet")]
    public static partial void AnswerFailed(this ILogger logger, string name, Exception error);
}
