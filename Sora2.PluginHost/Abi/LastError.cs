using Sora2.PluginHost.Playback;
using Sora2.PluginHost.Sessions;

namespace Sora2.PluginHost.Abi;

/// <summary>Turns what was thrown into a status, and keeps its words for the thread that called.</summary>
internal static class LastError
{
    // errno of a file that may not grow, of a full disk and of a used-up quota, and ERROR_DISK_FULL; .NET passes them on as HResult.
    private const int FileTooLarge = 27;
    private const int DiskFull = 28;
    private const int QuotaExceeded = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    [ThreadStatic]
    private static string? t_words;

    /// <summary>Of this thread; empty when no call of it failed yet.</summary>
    public static string Words => t_words ?? "";

    public static Status Set(Exception error)
    {
        var status = StatusOf(error);
        t_words = status == Status.Failed ? $"{error.GetType().Name}: {error.Message}" : error.Message;
        return status;
    }

    private static Status StatusOf(Exception error) => error switch
    {
        NotReadyException => Status.NotReady,
        BadHandleException => Status.BadHandle,
        NoSuchFrameException => Status.NoSuchFrame,
        FramesGoneException => Status.Gone,
        ArgumentException => Status.BadArgument,
        OutOfMemoryException => Status.Full,
        IOException { HResult: FileTooLarge or DiskFull or QuotaExceeded or WindowsDiskFull } => Status.Full,
        _ => Status.Failed,
    };
}
