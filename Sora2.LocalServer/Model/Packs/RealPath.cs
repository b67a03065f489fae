namespace Sora2.LocalServer.Model.Packs;

/// <summary>Where a path leads when every link on it is followed, those of folders on the way too.</summary>
internal static class RealPath
{
    // As many as Linux follows.
    private const int MostLinks = 40;

    /// <param name="path">What is missing at its end stays as it is written.</param>
    /// <returns>Null when links lead round and round.</returns>
    public static string? Of(string path)
    {
        var full = Path.GetFullPath(path);
        var real = Path.GetPathRoot(full)!;
        var rest = new Stack<string>();
        Push(full);
        for (var links = 0; rest.TryPop(out var part);)
        {
            if (part == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
            }
            else if (new FileInfo(Path.Combine(real, part)).LinkTarget is not { } target)
            {
                real = Path.Combine(real, part);
            }
            else if (++links > MostLinks)
            {
                return null;
            }
            else
            {
                real = Path.IsPathRooted(target) ? Path.GetPathRoot(Path.GetFullPath(target))! : real;
                Push(target);
            }
        }

        return real;

        void Push(string more)
        {
            var parts = more[(Path.GetPathRoot(more)?.Length ?? 0)..].Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar]);
            foreach (var part in parts.Where(static part => part is not ("" or ".")).Reverse())
            {
                rest.Push(part);
            }
        }
    }
}
