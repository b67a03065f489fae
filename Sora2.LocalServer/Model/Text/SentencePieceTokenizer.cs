using System.Text.Json;

namespace Sora2.LocalServer.Model.Text;

/// <summary>
/// A Unigram tokenizer as T5's family has it, read from a tokenizer.json: text is normalised, blanks become U+2581, the most likely pieces
/// are found (Kudo 2018, arXiv:1804.10959), and the end mark follows.
/// </summary>
internal sealed class SentencePieceTokenizer
{
    private const char Blank = '\u2581';
    private const double UnknownPenalty = 10;           // below the least likely piece
    private const long MaxFileLength = 128 << 20;
    private const int MaxPieces = 1 << 21;

    private readonly UnigramPieces _pieces;
    private readonly PiecesNormalizer _normalizer;
    private readonly IReadOnlyList<long> _end;

    private SentencePieceTokenizer(UnigramPieces pieces, PiecesNormalizer normalizer, int count, IReadOnlyList<long> end) =>
        (_pieces, _normalizer, Count, _end) = (pieces, normalizer, count, end);

    /// <summary>Pieces of the vocabulary, the special ones among them.</summary>
    public int Count { get; }

    /// <exception cref="InvalidDataException">Not such a file, or of a kind that this server does not read.</exception>
    public static SentencePieceTokenizer Read(string path)
    {
        if (new FileInfo(path).Length > MaxFileLength)
        {
            throw Broken(path, $"it is longer than {MaxFileLength} bytes");
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { MaxDepth = 16 });
            var root = document.RootElement;
            var model = root.GetProperty("model");
            if (model.GetProperty("type").GetString() != "Unigram")
            {
                throw Broken(path, $"its model is {model.GetProperty("type").GetString()}; Unigram is read");
            }

            if (model.TryGetProperty("byte_fallback", out var bytes) && bytes.ValueKind == JsonValueKind.True)
            {
                throw Broken(path, "it falls back to bytes, which is not read");
            }

            var special = SpecialIds(root);
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
                var (piece, score) = (entry[0].GetString() ?? "", entry[1].GetDouble());
                if (!double.IsFinite(score))
                {
                    throw Broken(path, $"piece {id} has no score");
                }

                // Special pieces never match text. Of two pieces alike the first counts.
                if (piece.Length > 0 && !special.Contains(id))
                {
                    pieces.TryAdd(piece, (id, score));
                }

                id++;
            }

            if (pieces.Count == 0)
            {
                throw Broken(path, "all of its pieces are special");
            }

            var laid = new UnigramPieces(
                pieces, model.GetProperty("unk_id").GetInt32(), pieces.Values.Min(static piece => piece.Item2) - UnknownPenalty);
            return new SentencePieceTokenizer(laid, PiecesNormalizer.Read(path, root), count, End(path, root));
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Broken(path, error.Message);
        }
    }

    /// <summary>The pieces of a text and the end mark; text that would be longer than <paramref name="limit"/> loses its last pieces.</summary>
    /// <param name="limit">Pieces, the end mark among them.</param>
    public IReadOnlyList<long> Encode(string text, int limit)
    {
        var ids = new List<long>();
        foreach (var word in WordsOf(_normalizer.Apply(text)))
        {
            var last = -1;
            foreach (var piece in _pieces.Split(word))
            {
                // Unknown characters side by side are one unknown piece.
                if (piece != _pieces.Unknown || last != piece)
                {
                    ids.Add(piece);
                }

                last = piece;
            }
        }

        if (ids.Count > limit - _end.Count)
        {
            ids.RemoveRange(limit - _end.Count, ids.Count - (limit - _end.Count));
        }

        ids.AddRange(_end);
        return ids;
    }

    private static InvalidDataException Broken(string path, string problem) =>
        new($"{Path.GetFileName(path)} is no tokenizer that this server reads: {problem}.");

    private static HashSet<int> SpecialIds(JsonElement root) => root.TryGetProperty("added_tokens", out var added) && added.ValueKind == JsonValueKind.Array
        ? [.. added.EnumerateArray().Where(token => token.GetProperty("special").GetBoolean()).Select(token => token.GetProperty("id").GetInt32())]
        : [];

    // What follows the text in the template of a single one.
    private static IReadOnlyList<long> End(string path, JsonElement root)
    {
        if (!root.TryGetProperty("post_processor", out var processor) || processor.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        if (processor.GetProperty("type").GetString() != "TemplateProcessing")
        {
            throw Broken(path, $"its post-processor is {processor.GetProperty("type").GetString()}; TemplateProcessing is read");
        }

        var parts = processor.GetProperty("single").EnumerateArray().ToArray();
        if (parts.Length == 0 || !parts[0].TryGetProperty("Sequence", out _))
        {
            throw Broken(path, "its template does not begin with the text");
        }

        var tokens = processor.GetProperty("special_tokens");
        return
        [
            .. parts[1..].SelectMany(part => tokens.GetProperty(part.GetProperty("SpecialToken").GetProperty("id").GetString()!)
                .GetProperty("ids").EnumerateArray().Select(id => id.GetInt64())),
        ];
    }

    // One blank before the text, one for each of its own, and a word begins with each of them.
    private static IEnumerable<string> WordsOf(string text)
    {
        if (text.Length == 0)
        {
            yield break;
        }

        var marked = text.Replace(' ', Blank);
        marked = marked[0] == Blank ? marked : Blank + marked;
        var start = 0;
        for (var i = 1; i <= marked.Length; i++)
        {
            if (i == marked.Length || marked[i] == Blank)
            {
                yield return marked[start..i];
                start = i;
            }
        }
    }
}
