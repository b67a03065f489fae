using System.Globalization;
using System.Text.RegularExpressions;

namespace Sora2.LocalServer.Library;

/// <summary>PROJECT_SHOT_vNNN. Project and shot are folded; versions count from 1.</summary>
public readonly partial record struct ShotName(string Project, string Shot, int Version)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Project}_{Shot}_v{Version:000}");

    /// <summary>The version in <paramref name="folderName"/> when it is one of this project's shot, else 0.</summary>
    public static int VersionOf(string folderName, string project, string shot)
    {
        var prefix = $"{project}_{shot}_v";
        return folderName.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
            && int.TryParse(folderName.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : 0;
    }

    /// <summary>Whether a client may ask for this name: a whole name and never a path.</summary>
    public static bool IsWellFormed(string text) => text.Length <= 128 && Pattern().IsMatch(text);

    [GeneratedRegex(@"\A[A-Z0-9][A-Z0-9_-]*_v[0-9]{3,9}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
