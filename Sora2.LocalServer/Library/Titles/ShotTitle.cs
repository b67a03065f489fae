using System.Globalization;
using System.Text;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Library.Titles;

/// <summary>What a person calls a shot. No file, clip or reel is named after it: conform finds media by the names of the library.</summary>
internal static class ShotTitle
{
    /// <summary>Code points.</summary>
    public const int MaxLength = 120;

    /// <summary>A title as it is kept: composed, without blanks around it.</summary>
    /// <param name="title">Empty or blank takes the title away.</param>
    /// <exception cref="InvalidRequestException">It is too long, or has characters that are not to be seen.</exception>
    public static string Clean(string title)
    {
        if (title.Length > 16 * MaxLength)
        {
            throw Refuse($"{title.Length} characters");
        }

        for (var i = 0; i < title.Length; i++)
        {
            if (char.IsSurrogate(title[i]) && !char.IsSurrogatePair(title, i++))
            {
                throw Refuse("half a character");
            }
        }

        if (title.EnumerateRunes().Any(IsHidden))
        {
            throw Refuse("a control character, a line break or a change of direction");
        }

        var clean = Composition.Compose(title).Trim();
        var length = clean.EnumerateRunes().Count();
        return length <= MaxLength ? clean : throw Refuse($"{length} characters");
    }

    // Joiners stay: scripts and emoji are written with them. What turns the direction of text makes it read as what it is not.
    private static bool IsHidden(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0xFEFF;

    private static InvalidRequestException Refuse(string given) =>
        new("title", given, $"at most {MaxLength} characters on one line, none of them hidden; nothing to take the title away");
}
