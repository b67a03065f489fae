using Microsoft.Extensions.Logging;

namespace Sora2.LocalServer.Library;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Folder} could not be emptied; the next start tries again.")]
    public static partial void StagingStays(ILogger logger, string folder);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The folder of published shot {Name} is gone; its name stays taken.")]
    public static partial void ShotGone(ILogger logger, string name);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Folder} lies in the library and is no shot of it; it is left alone.")]
    public static partial void FolderIsNoShot(ILogger logger, string folder);

    [LoggerMessage(Level = LogLevel.Information, Message = "Shot {Name} was complete when the server ended; it is published now.")]
    public static partial void ShotCompleted(ILogger logger, string name);

    [LoggerMessage(Level = LogLevel.Information, Message = "Shot {Name} was found in the library and taken in.")]
    public static partial void ShotAdopted(ILogger logger, string name);

    [LoggerMessage(Level = LogLevel.Information, Message = "Shot {Name} was deleted by its owner.")]
    public static partial void ShotDeleted(ILogger logger, string name);

    [LoggerMessage(Level = LogLevel.Information, Message = "The frames of {Name} were decoded: {Bytes} bytes.")]
    public static partial void FramesMade(ILogger logger, string name, long bytes);

    [LoggerMessage(Level = LogLevel.Information, Message = "The frames of {Name} were removed to make room: {Bytes} bytes.")]
    public static partial void FramesRemoved(ILogger logger, string name, long bytes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{File} could not be removed to make room: a program reads it.")]
    public static partial void FramesStay(ILogger logger, string file);
}
