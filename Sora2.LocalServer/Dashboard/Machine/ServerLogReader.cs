namespace Sora2.LocalServer.Dashboard.Machine;

/// <summary>The end of the server's log. Prompts are never written there.</summary>
internal static class ServerLogReader
{
    private const int TailBytes = 256 << 10;

    /// <summary>The newest lines, oldest first.</summary>
    /// <param name="only">"WRN" takes warnings and errors alone; empty takes all.</param>
    public static IReadOnlyList<string> Read(string folder, int count, string only)
    {
        var newest = new DirectoryInfo(folder).EnumerateFiles("server-*.log").MaxBy(static file => file.LastWriteTimeUtc);
        if (newest is null)
        {
            return [];
        }

        using var file = new FileStream(newest.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var isCut = file.Length > TailBytes;
        file.Seek(isCut ? -TailBytes : 0, isCut ? SeekOrigin.End : SeekOrigin.Begin);
        using var reader = new StreamReader(file);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(isCut ? 1 : 0);
        return [.. lines.Where(line => only.Length == 0 || IsGrave(line)).TakeLast(count)];
    }

    private static bool IsGrave(string line) => line.Contains("[WRN]", StringComparison.Ordinal) || line.Contains("[ERR]", StringComparison.Ordinal) || line.Contains("[FTL]", StringComparison.Ordinal);
}
