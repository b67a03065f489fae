using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Sora2.LocalServer.Model.Text;

/// <summary>
/// Splits text into the most likely pieces (Unigram; Kudo 2018, arXiv:1804.10959). Text is composed, lower-cased, white space
/// becomes one blank; every word and every mark carries its leading blank as U+2581.
/// </summary>
internal sealed class UnigramTokenizer
{
    /// <summary>The piece that fills rows up.</summary>
    public const int Padding = 0;

    private const int Unknown = 1;
    private const char Blank = '\u2581';
    private const double UnknownScore = -20;
    private const long MaxFileLength = 64 << 20;
    private const int MaxPieces = 1 << 20;
    private const int MaxPieceLength = 256;

    private readonly UnigramPieces _pieces;

    private UnigramTokenizer(UnigramPieces pieces, int count) => (_pieces, Count) = (pieces, count);

    /// <summary>Pieces, the padding and the unknown one among them.</summary>
    public int Count { get; }

    /// <summary>Reads a tokenizer.json of type Unigram.</summary>
    /// <exception cref="InvalidDataException">Not such a file.</exception>
    public static UnigramTokenizer Read(string path)
    {
        if (new FileInfo(path).Length > MaxFileLength)
        {
            throw Broken(path, $"it is longer than {MaxFileLength} bytes");
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { MaxDepth = 8 });
            var model = document.RootElement.GetProperty("model");
            if (model.GetProperty("type").GetString() != "Unigram" || model.GetProperty("unk_id").GetInt32() != Unknown)
            {
                throw Broken(path, "its model is not Unigram with piece 1 for the unknown");
            }

            var vocabulary = model.GetProperty("vocab");
            var count = vocabulary.GetArrayLength();
            if (count is < 3 or > MaxPieces)
            {
                throw Broken(path, $"it has {count} pieces; 3 to {MaxPieces} are read");
            }

            var pieces = new Dictionary<string, (int, double)>(count, StringComparer.Ordinal);
            var id = 0;
            foreach (var entry in vocabulary.EnumerateArray())
            {
                var piece = entry[0].GetString() ?? "";
                var score = entry[1].GetDouble();
                if (piece.Length is 0 or > MaxPieceLength || !double.IsFinite(score))
                {
                    throw Broken(path, $"piece {id} cannot be");
                }

                // The two special pieces never match text.
                if (id > Unknown && !pieces.TryAdd(piece, (id, score)))
                {
                    throw Broken(path, $"piece {id} is there twice");
                }

                id++;
            }

            return new UnigramTokenizer(new UnigramPieces(pieces, Unknown, UnknownScore), count);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Broken(path, error.Message);
        }
    }

    /// <summary>The pieces of a text, without padding.</summary>
    public IReadOnlyList<long> Encode(string text)
    {
        var ids = new List<long>();
        foreach (var word in WordsOf(text))
        {
            ids.AddRange(_pieces.Split(word).Select(static piece => (long)piece));
        }

        return ids;
    }

    /// <summary>Words (letters and digits, apostrophes inside) and single marks, each with its blank.</summary>
    internal static IEnumerable<string> WordsOf(string text)
    {
        var runes = LatinComposition.Compose(text).EnumerateRunes().Select(Rune.ToLowerInvariant).ToArray();
        var word = new StringBuilder();
        for (var i = 0; i < runes.Length; i++)
        {
            var joins = word.Length > 0 && runes[i].Value is '\'' or '\u2019' && i + 1 < runes.Length && IsWordPart(runes[i + 1])
                && IsWordPart(runes[i - 1]);
            if (IsWordPart(runes[i]) || joins)
            {
                word.Append(runes[i]);
                continue;
            }

            if (word.Length > 0)
            {
                yield return Blank + word.ToString();
                word.Clear();
            }

            if (!Rune.IsWhiteSpace(runes[i]))
            {
                yield return Blank + runes[i].ToString();
            }
        }

        if (word.Length > 0)
        {
            yield return Blank + word.ToString();
        }
    }

    private static bool IsWordPart(Rune rune) => Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    private static InvalidDataException Broken(string path, string problem) =>
        new($"{Path.GetFileName(path)} is no tokenizer that this server reads: {problem}.");
}
