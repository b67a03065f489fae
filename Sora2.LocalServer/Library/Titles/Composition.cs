using System.Globalization;
using System.Text;

namespace Sora2.LocalServer.Library.Titles;

/// <summary>
/// Letters with the marks that follow them as one code point each, as NFC has them: "e" and an acute accent are "é". Text that
/// macOS wrote and text from a keyboard are then the same. Marks are not put into another order.
/// </summary>
/// <remarks>.NET normalizes nothing while it runs without ICU. Unicode Standard Annex 15; Hangul: The Unicode Standard, 3.12.</remarks>
internal static class Composition
{
    private const int LeadBase = 0x1100;
    private const int VowelBase = 0x1161;
    private const int TailBase = 0x11A7;
    private const int SyllableBase = 0xAC00;
    private const int Leads = 19;
    private const int Vowels = 21;
    private const int Tails = 28;

    private static readonly Lazy<Dictionary<(int, int), int>> s_pairs = new(Read);

    /// <param name="text">Well-formed UTF-16.</param>
    public static string Compose(string text)
    {
        var composed = new StringBuilder(text.Length);
        Rune? last = null;
        foreach (var rune in text.EnumerateRunes())
        {
            if (last is { } before && Pair(before.Value, rune.Value) is { } both)
            {
                last = new Rune(both);
                continue;
            }

            composed.Append(last?.ToString());
            last = rune;
        }

        return composed.Append(last?.ToString()).ToString();
    }

    private static int? Pair(int first, int second)
    {
        var (lead, vowel) = (first - LeadBase, second - VowelBase);
        if (lead is >= 0 and < Leads && vowel is >= 0 and < Vowels)
        {
            return SyllableBase + (((lead * Vowels) + vowel) * Tails);
        }

        var (syllable, tail) = (first - SyllableBase, second - TailBase);
        if (syllable is >= 0 and < Leads * Vowels * Tails && syllable % Tails == 0 && tail is > 0 and < Tails)
        {
            return first + tail;
        }

        return s_pairs.Value.TryGetValue((first, second), out var composed) ? composed : null;
    }

    private static Dictionary<(int, int), int> Read()
    {
        using var table = new StreamReader(typeof(Composition).Assembly.GetManifestResourceStream("library/compositions.txt")!);
        var pairs = new Dictionary<(int, int), int>();
        while (table.ReadLine() is { } line)
        {
            foreach (var row in line.StartsWith('#') ? [] : line.Split(", "))
            {
                var points = row.Split(' ');
                pairs.Add((Point(points[0]), Point(points[1])), Point(points[2]));
            }
        }

        return pairs;
    }

    private static int Point(string hex) => int.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
