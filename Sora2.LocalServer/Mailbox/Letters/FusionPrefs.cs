using System.Text;
using System.Text.RegularExpressions;

namespace Sora2.LocalServer.Mailbox.Letters;

/// <summary>
/// Fusion's preferences as a place for letters, which is all that the free edition of Resolve lets a script write. They are
/// not ours: Resolve lets everybody write them, so they count only while nobody else can get at them.
/// </summary>
internal sealed partial class FusionPrefs(string path)
{
    private const long LimitBytes = 8 << 20;
    private const int LongestLetter = 64 << 10;

    private const UnixFileMode Others = (UnixFileMode)0b000_111_111;
    private const UnixFileMode OthersEnter = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    // Two saves within this time may leave the same length and time of writing.
    private static readonly TimeSpan s_grain = TimeSpan.FromSeconds(2);

    private (DateTime Written, long Length) _seen;

    public string Path => path;

    /// <summary>Letters in the slots, as bytes; empty when the file has not changed since the last look.</summary>
    /// <exception cref="RefusedFileException">The file is there and must not be believed.</exception>
    public IReadOnlyList<byte[]> ReadNew(DateTimeOffset now)
    {
        var info = new FileInfo(path);
        if (!info.Exists)
        {
            _seen = default;
            return [];
        }

        var state = (info.LastWriteTimeUtc, info.Length);
        if (state == _seen && now.UtcDateTime - info.LastWriteTimeUtc > s_grain)
        {
            return [];
        }

        _seen = state;
        try
        {
            using var file = GuardedFile.Open(path, LimitBytes, owned: true);
            CheckClosed();
            using var reader = new StreamReader(file, Encoding.Latin1);
            return
            [
                .. Slots().Matches(reader.ReadToEnd())
                    .Select(static slot => slot.Groups[1].Value)
                    .Where(static hex => hex.Length % 2 == 0 && hex.Length <= 2 * LongestLetter)
                    .Select(Convert.FromHexString),
            ];
        }
        catch (FileNotFoundException)
        {
            return [];
        }
    }

    private void CheckClosed()
    {
        if (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Others) == 0)
        {
            return;
        }

        for (var folder = System.IO.Path.GetDirectoryName(GuardedFile.RealPath(path)); folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            if ((File.GetUnixFileMode(folder) & OthersEnter) == 0 && (GuardedFile.OwnerOf(folder) ?? GuardedFile.Self) == GuardedFile.Self)
            {
                return;
            }
        }

        throw new RefusedFileException(
            $"{path}, which other users of this machine can write", $"the same below a folder that they cannot enter: chmod 700 \"{System.IO.Path.GetDirectoryName(path)}\"");
    }

    // Only a slot with its closing quote: a save that is under way shows half of one.
    [GeneratedRegex("""\bSora2Letter[1-4]"?\]?\s*=\s*"([0-9A-Fa-f]+)"\s*[,}\r\n]""", RegexOptions.CultureInvariant)]
    private static partial Regex Slots();
}
