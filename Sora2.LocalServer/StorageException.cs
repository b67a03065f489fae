namespace Sora2.LocalServer;

/// <summary>The disk cannot take what must be written. Nothing was left behind.</summary>
public sealed class StorageException(StorageProblem problem, string path, Exception? inner = null)
    : Exception(Describe(problem, path), inner)
{
    public StorageProblem Problem { get; } = problem;

    public string Path { get; } = path;

    /// <summary>The storage problem behind <paramref name="error"/>, or null when it is another fault.</summary>
    public static StorageException? From(Exception error, string path) => error switch
    {
        StorageException storage => storage,
        UnauthorizedAccessException or DirectoryNotFoundException => new StorageException(StorageProblem.NotWritable, path, error),
        IOException { HResult: DiskFull or QuotaExceeded or WindowsDiskFull } => new StorageException(StorageProblem.DiskFull, path, error),
        IOException { HResult: ReadOnlyFileSystem or NotAFolder } => new StorageException(StorageProblem.NotWritable, path, error),
        _ => null,
    };

    // errno values that .NET passes on as HResult, and ERROR_DISK_FULL as HRESULT.
    private const int DiskFull = 28;
    private const int NotAFolder = 20;
    private const int ReadOnlyFileSystem = 30;
    private const int QuotaExceeded = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    private static string Describe(StorageProblem problem, string path) => problem switch
    {
        StorageProblem.DiskFull => $"The disk that holds {path} is full. Free some space and try again.",
        _ => $"{path} cannot be written. Give this user write permission to it, or set SORA2_HOME to another folder.",
    };
}
