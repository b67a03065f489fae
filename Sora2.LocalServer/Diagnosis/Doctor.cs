using System.Globalization;

namespace Sora2.LocalServer.Diagnosis;

/// <summary>Looks at everything a shot needs.</summary>
internal sealed class Doctor(ServerPaths paths)
{
    // A 4 s shot in HD: 1.2 GB of reel at most, and as much again staged.
    private const long ComfortableBytes = 4L << 30;

    public Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<Finding>>([CheckDisk()]);
    }

    private Finding CheckDisk()
    {
        var free = new DriveInfo(paths.Home).AvailableFreeSpace;
        var detail = string.Create(CultureInfo.InvariantCulture, $"{free / 1e9:F1} GB free for {paths.Home}");
        return free >= ComfortableBytes
            ? new Finding("disk", Severity.Ok, detail)
            : new Finding("disk", Severity.Warning, detail, "Free some space, or set SORA2_HOME to a folder on a larger disk.");
    }
}
