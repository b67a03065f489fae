namespace Sora2.LocalServer.Jobs.Faults;

/// <summary>Values of <see cref="JobError.Code"/>; part of the contract.</summary>
public static class JobErrorCodes
{
    /// <summary>The pack changed since Submit, or its files are damaged or missing.</summary>
    public const string Pack = "pack";

    /// <summary>The request cannot be made after all.</summary>
    public const string InvalidRequest = "invalid_request";

    public const string DiskFull = "disk_full";

    public const string NotWritable = "not_writable";

    /// <summary>The worker process ended in the middle, twice.</summary>
    public const string WorkerDied = "worker_died";

    /// <summary>The server itself ended in the middle, too often.</summary>
    public const string Interrupted = "interrupted";

    /// <summary>Memory ran out, at a second try with the least of it too.</summary>
    public const string OutOfMemory = "out_of_memory";

    /// <summary>Picture or sound could not be written.</summary>
    public const string Media = "media";

    /// <summary>A fault without a name; the log has more.</summary>
    public const string Internal = "internal";
}
