namespace Sora2.LocalServer.Jobs.Workers;

/// <summary>The worker process ended while it made a shot.</summary>
/// <param name="memoryRanOut">Whether that was for want of memory.</param>
internal sealed class WorkerDiedException(int? exitCode, bool memoryRanOut = false)
    : Exception($"The worker process ended while it made the shot ({(memoryRanOut ? "memory ran out" : Describe(exitCode))}). The server's log has its last words.")
{
    public int? ExitCode { get; } = exitCode;

    public bool MemoryRanOut { get; } = memoryRanOut;

    // .NET reports death by signal n as 128 + n.
    private static string Describe(int? exitCode) => exitCode switch
    {
        null => "no exit code",
        137 => "killed",
        134 => "aborted by a native library",
        139 => "invalid memory access in a native library",
        _ => $"exit code {exitCode}",
    };
}
