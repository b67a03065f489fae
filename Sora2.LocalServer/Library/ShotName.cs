using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Sora2.LocalServer.Library;

/// <summary>PROJECT_SHOT_vNNN. Project and shot are folded; versions count from 1.</summary>
public readonly partial record struct ShotName(string Project, string Shot, int Version)
{
    private const int ReelLength = 8;
    private const int CheckLength = 3;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Project}_{Shot}_v{Version:000}");

    /// <summary>The reel in the 8 characters that an EDL keeps: two versions of a shot are two reels, and so are two shots.</summary>
    public string Reel
    {
        get
        {
            var version = string.Create(CultureInfo.InvariantCulture, $"V{Version}");
            var shot = Shot.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
            var room = Math.Max(0, ReelLength - version.Length);

            // A long name is cut; its check letters tell it from others that begin alike.
            return (shot.Length <= room ? shot : shot[..Math.Max(0, room - CheckLength)] + CheckOf(Shot)[..Math.Min(CheckLength, room)]) + version;
        }
    }

    /// <summary>Takes PROJECT_SHOT_vNNN apart when its project is known.</summary>
    public static bool TryParse(string text, string project, out ShotName name)
    {
        name = default;
        var end = text.LastIndexOf("_v", StringComparison.Ordinal);
        if (!IsWellFormed(text) || end <= project.Length + 1 || !text.StartsWith(project + "_", StringComparison.Ordinal))
        {
            return false;
        }

        name = new ShotName(project, text[(project.Length + 1)..end], int.Parse(text.AsSpan(end + 2), CultureInfo.InvariantCulture));
        return true;
    }

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

    // Base 36, so that it reads as a name does.
    private static string CheckOf(string shot)
    {
        const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes(shot));
        return string.Concat(hash.Take(CheckLength).Select(static value => Digits[value % Digits.Length]));
    }

    [GeneratedRegex(@"\A[A-Z0-9][A-Z0-9_-]*_v[0-9]{3,9}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
