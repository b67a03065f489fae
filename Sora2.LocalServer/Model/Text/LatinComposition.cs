namespace Sora2.LocalServer.Model.Text;

/// <summary>
/// Joins Latin letters with the accents that follow them, as Unicode's composition does, and takes accents away. The server runs
/// without culture data, where .NET's own normalisation leaves text as it is.
/// </summary>
internal static class LatinComposition
{
    private static readonly Dictionary<(char Letter, char Mark), char> s_composed = Table();

    private static readonly Dictionary<char, string> s_plain = s_composed
        .ToDictionary(static pair => pair.Value, static pair => pair.Key.Letter.ToString())
        .Concat(
        [
            new('æ', "ae"), new('Æ', "AE"), new('œ', "oe"), new('Œ', "OE"), new('ø', "o"), new('Ø', "O"), new('ß', "ss"), new('ł', "l"), new('Ł', "L"),
        ])
        .ToDictionary();

    /// <summary>"e" and U+0301 become "é"; what has no joined form stays.</summary>
    public static string Compose(string text)
    {
        if (!text.Any(IsMark))
        {
            return text;
        }

        var composed = new System.Text.StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (composed.Length > 0 && s_composed.TryGetValue((composed[^1], character), out var joined))
            {
                composed[^1] = joined;
            }
            else
            {
                composed.Append(character);
            }
        }

        return composed.ToString();
    }

    /// <summary>"é" becomes "e", "œ" becomes "oe"; what is no accented Latin letter stays.</summary>
    public static string WithoutAccents(string text)
    {
        var plain = new System.Text.StringBuilder(text.Length);
        foreach (var character in text.Where(static character => !IsMark(character)))
        {
            plain.Append(s_plain.TryGetValue(character, out var letters) ? letters : character);
        }

        return plain.ToString();
    }

    private static bool IsMark(char character) => character is >= '\u0300' and <= '\u036F';

    // For each accent the letters that take it, and the joined forms in the same order.
    private static Dictionary<(char Letter, char Mark), char> Table()
    {
        (char Mark, string Letters, string Joined)[] accents =
        [
            ('\u0300', "aeinouwyAEINOUWY", "àèìǹòùẁỳÀÈÌǸÒÙẀỲ"),
            ('\u0301', "acegiklmnoprsuwyzACEGIKLMNOPRSUWYZ", "áćéǵíḱĺḿńóṕŕśúẃýźÁĆÉǴÍḰĹḾŃÓṔŔŚÚẂÝŹ"),
            ('\u0302', "aceghijosuwyzACEGHIJOSUWYZ", "âĉêĝĥîĵôŝûŵŷẑÂĈÊĜĤÎĴÔŜÛŴŶẐ"),
            ('\u0303', "aeinouvyAEINOUVY", "ãẽĩñõũṽỹÃẼĨÑÕŨṼỸ"),
            ('\u0308', "aehiotuwxyAEHIOUWXY", "äëḧïöẗüẅẍÿÄËḦÏÖÜẄẌŸ"),
            ('\u0327', "cdeghklnrstCDEGHKLNRST", "çḑȩģḩķļņŗşţÇḐȨĢḨĶĻŅŖŞŢ"),
            ('\u030A', "auwyAU", "åůẘẙÅŮ"),
            ('\u030C', "acdeghijklnorstuzACDEGHIKLNORSTUZ", "ǎčďěǧȟǐǰǩľňǒřšťǔžǍČĎĚǦȞǏǨĽŇǑŘŠŤǓŽ"),
        ];
        var table = new Dictionary<(char, char), char>();
        foreach (var (mark, letters, joined) in accents)
        {
            for (var i = 0; i < letters.Length; i++)
            {
                table.Add((letters[i], mark), joined[i]);
            }
        }

        return table;
    }
}
