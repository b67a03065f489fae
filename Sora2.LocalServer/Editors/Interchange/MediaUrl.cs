using System.Text;

namespace Sora2.LocalServer.Editors.Interchange;

/// <summary>Paths of media as file URLs: forward slashes, UTF-8, every byte percent-encoded but letters, digits and "-._~".</summary>
internal static class MediaUrl
{
    /// <param name="path">Absolute, of this system or of Windows.</param>
    /// <param name="host">Nothing, or "localhost", which FCP7 XML was always written with. A share names its own.</param>
    public static string Of(string path, string host = "")
    {
        var isWindows = path.StartsWith(@"\\", StringComparison.Ordinal) || (path.Length > 2 && char.IsAsciiLetter(path[0]) && path[1] == ':');

        // A backslash is a letter like any other everywhere else.
        var parts = (isWindows ? path.Replace('\\', '/') : path).Split('/');
        if (isWindows && parts is ["", "", { Length: > 0 } server, ..])
        {
            (host, parts) = (server, ["", .. parts[3..]]);
        }
        else if (isWindows)
        {
            parts = ["", .. parts];
        }

        return $"file://{host}{string.Join('/', parts.Select(Encode))}";
    }

    // Editors of Windows read a drive only with its colon encoded, in lower case as FCP7 XML has it everywhere.
    private static string Encode(string part)
    {
        var encoded = new StringBuilder();
        foreach (var value in Encoding.UTF8.GetBytes(part))
        {
            _ = char.IsAsciiLetterOrDigit((char)value) || value is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~'
                ? encoded.Append((char)value)
                : encoded.Append('%').Append(Convert.ToHexStringLower([value]));
        }

        return encoded.ToString();
    }
}
