using System.Text;

namespace Sora2.LocalServer.Model.Text;

/// <summary>The pieces of a Unigram vocabulary with their log-probabilities, and the most likely way to lay a word out of them
/// (Kudo 2018, arXiv:1804.10959).</summary>
/// <param name="pieces">By their text; at least one.</param>
/// <param name="unknown">The piece for a character that no piece of its own stands for.</param>
/// <param name="unknownScore">Its log-probability.</param>
internal sealed class UnigramPieces(IReadOnlyDictionary<string, (int Id, double Score)> pieces, int unknown, double unknownScore)
{
    private readonly int _longest = pieces.Keys.Max(static piece => piece.Length);

    /// <summary>The piece for what is not known.</summary>
    public int Unknown => unknown;

    /// <summary>The ids of the word's pieces, in order.</summary>
    /// <remarks>Viterbi over the ends of pieces: the best way to each end is the best way to a start plus the piece between.</remarks>
    public IReadOnlyList<int> Split(string word)
    {
        var best = new double[word.Length + 1];
        Array.Fill(best, double.NegativeInfinity, 1, word.Length);
        var back = new (int Start, int Piece)[word.Length + 1];
        int single;
        for (var start = 0; start < word.Length; start += single)
        {
            // Characters beyond the basic plane take two places.
            single = Rune.GetRuneAt(word, start).Utf16SequenceLength;
            var alone = false;
            for (var length = 1; length <= Math.Min(_longest, word.Length - start); length++)
            {
                if (pieces.TryGetValue(word.Substring(start, length), out var piece))
                {
                    alone |= length == single;
                    Offer(start, start + length, piece.Score, piece.Id);
                }
            }

            if (!alone)
            {
                Offer(start, start + single, unknownScore, unknown);
            }
        }

        var ids = new List<int>();
        for (var end = word.Length; end > 0; end = back[end].Start)
        {
            ids.Add(back[end].Piece);
        }

        ids.Reverse();
        return ids;

        void Offer(int start, int end, double score, int piece)
        {
            if (best[start] + score > best[end])
            {
                best[end] = best[start] + score;
                back[end] = (start, piece);
            }
        }
    }
}
