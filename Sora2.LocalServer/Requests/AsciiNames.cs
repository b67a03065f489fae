using System.Text;

namespace Sora2.LocalServer.Requests;

/// <summary>Names that every file system, editor and interchange format takes.</summary>
public static class AsciiNames
{
    /// <summary>Longest folded name; a whole file name stays below 128 characters.</summary>
    public const int MaxLength = 40;

    // Letters of European languages beyond ASCII. A table of our own: .NET runs without ICU here.
    private static readonly Dictionary<char, string> s_letters = Table(
        ("A", "ÀÁÂÃÅĀĂĄàáâãåāăą"), ("AE", "ÄÆäæ"), ("C", "ÇĆĈĊČçćĉċč"), ("D", "ÐĎĐðďđ"), ("E", "ÈÉÊËĒĔĖĘĚèéêëēĕėęě"),
        ("G", "ĜĞĠĢĝğġģ"), ("H", "ĤĦĥħ"), ("I", "ÌÍÎÏĨĪĬĮİìíîïĩīĭįı"), ("J", "Ĵĵ"), ("K", "Ķķĸ"), ("L", "ĹĻĽĿŁĺļľŀł"),
        ("N", "ÑŃŅŇŊñńņňŋ"), ("O", "ÒÓÔÕŌŎŐòóôõōŏő"), ("OE", "ÖØŒöøœ"), ("R", "ŔŖŘŕŗř"), ("S", "ŚŜŞŠȘśŝşšș"), ("SS", "ßẞ"),
        ("T", "ŢŤŦȚţťŧț"), ("TH", "Þþ"), ("U", "ÙÚÛŨŪŬŮŰŲùúûũūŭůűų"), ("UE", "Üü"), ("W", "Ŵŵ"), ("Y", "ÝŶŸýÿŷ"), ("Z", "ŹŻŽźżž"));

    // Device names of Windows, which a folder must not have.
    private static readonly HashSet<string> s_reserved =
    [
        "CON", "PRN", "AUX", "NUL", .. Enumerable.Range(1, 9).SelectMany(number => (string[])[$"COM{number}", $"LPT{number}"]),
    ];

    /// <summary>
    /// Capital ASCII letters, digits and "-", at most <see cref="MaxLength"/>; "_" parts words. Accents fall, everything else
    /// becomes "_".
    /// </summary>
    /// <returns>False when no letter or digit is left, the name is too long, or Windows keeps it for a device.</returns>
    public static bool TryFold(string text, out string folded)
    {
        var name = new StringBuilder();
        foreach (var letter in text)
        {
            if (char.IsAsciiLetterOrDigit(letter) || letter == '-')
            {
                name.Append(char.ToUpperInvariant(letter));
            }
            else if (s_letters.TryGetValue(letter, out var plain))
            {
                name.Append(plain);
            }
            else if (name.Length > 0 && name[^1] != '_' && !IsCombining(letter))
            {
                name.Append('_');
            }

            if (name.Length > 4 * MaxLength)
            {
                break;
            }
        }

        folded = name.ToString().Trim('_', '-');
        return folded.Length is > 0 and <= MaxLength && !s_reserved.Contains(folded);
    }

    private static bool IsCombining(char letter) => letter is >= '\u0300' and <= '\u036F';

    private static Dictionary<char, string> Table(params ReadOnlySpan<(string Plain, string Letters)> rows)
    {
        var table = new Dictionary<char, string>();
        foreach (var (plain, letters) in rows)
        {
            foreach (var letter in letters)
            {
                table.Add(letter, plain);
            }
        }

        return table;
    }
}
