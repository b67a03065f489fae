using System.Text;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Planning.Prompts;

/// <summary>Finds the words of a prompt that a pack was never taught.</summary>
internal static class UnknownWords
{
    private const int MostNamed = 8;

    /// <summary>What to tell the user, or null when the pack knows every word.</summary>
    /// <param name="known">Lower case.</param>
    /// <param name="texts">Without quoted speech and cast names.</param>
    public static string? NoteFor(IReadOnlySet<string> known, IEnumerable<string> texts)
    {
        var unknown = texts.SelectMany(text => In(known, text)).Distinct(StringComparer.Ordinal).ToList();
        if (unknown.Count == 0)
        {
            return null;
        }

        var named = string.Join(", ", unknown.Take(MostNamed).Select(static word => $"\"{word}\""));
        var more = unknown.Count > MostNamed ? $" and {unknown.Count - MostNamed} more" : "";
        return $"The pack does not know: {named}{more}. It makes the nearest thing it can.";
    }

    private static IEnumerable<string> In(IReadOnlySet<string> known, string text)
    {
        foreach (var whole in Split(text, static letter => letter is '\'' or '-'))
        {
            // "porte-fenêtre" and "l'herbe" may be known as they stand or by their parts.
            if (!Knows(known, whole))
            {
                foreach (var part in Split(whole, static _ => false).Where(part => part.Length > 1 && !Knows(known, part)))
                {
                    yield return part;
                }
            }
        }
    }

    // Letters, and what else may stand inside a word; what holds a digit is a number or a name of one.
    private static IEnumerable<string> Split(string text, Func<char, bool> joins)
    {
        var word = new StringBuilder();
        foreach (var letter in text.Append(' '))
        {
            var plain = letter == '’' ? '\'' : char.ToLowerInvariant(letter);
            if (char.IsLetterOrDigit(plain) || IsCombining(plain) || (joins(plain) && word.Length > 0))
            {
                word.Append(plain);
            }
            else if (word.Length > 0)
            {
                var found = word.ToString().TrimEnd('\'', '-');
                word.Clear();
                if (!found.Any(char.IsDigit) && found.Any(char.IsLetter))
                {
                    yield return found;
                }
            }
        }
    }

    // A letter and its accent may come as two characters, which .NET does not bring together without culture data.
    private static bool Knows(IReadOnlySet<string> known, string word)
    {
        if (known.Contains(word))
        {
            return true;
        }

        if (!word.Any(IsCombining))
        {
            return false;
        }

        AsciiNames.TryFold(word, out var folded);
        return known.Any(other => AsciiNames.TryFold(other, out var same) && same == folded);
    }

    private static bool IsCombining(char letter) => letter is >= '\u0300' and <= '\u036F';
}
