using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Sora2.LocalServer.Model.Text;

/// <summary>SentencePiece's table of characters to replace: a double-array trie over UTF-8 and the texts that take their place.</summary>
/// <remarks>
/// Format: length of the trie in bytes (u32), the trie (u32 each, little-endian; Yata et al., Darts-clone), texts that end with 0. A unit
/// holds its label, whether it has a value, and how far its children lie: label = unit &amp; 0x800000ff, has value = bit 8,
/// offset = (unit &gt;&gt; 10) &lt;&lt; ((unit &amp; 0x200) &gt;&gt; 6).
/// </remarks>
internal sealed class PrecompiledCharacters
{
    // Longer clusters are looked up character by character.
    private const int LongestCluster = 6;

    private readonly uint[] _trie;
    private readonly byte[] _texts;

    private PrecompiledCharacters(uint[] trie, byte[] texts) => (_trie, _texts) = (trie, texts);

    /// <exception cref="InvalidDataException">Not such a table.</exception>
    public static PrecompiledCharacters Read(ReadOnlySpan<byte> table)
    {
        if (table.Length < 4 || BinaryPrimitives.ReadUInt32LittleEndian(table) is var length && (length % 4 != 0 || length > table.Length - 4))
        {
            throw new InvalidDataException("The tokenizer's table of characters is cut off.");
        }

        var trie = new uint[length / 4];
        for (var i = 0; i < trie.Length; i++)
        {
            trie[i] = BinaryPrimitives.ReadUInt32LittleEndian(table[(4 + (4 * i))..]);
        }

        return new PrecompiledCharacters(trie, table[(4 + (int)length)..].ToArray());
    }

    public string Apply(string text)
    {
        var made = new StringBuilder(text.Length);
        var clusters = StringInfo.GetTextElementEnumerator(text);
        while (clusters.MoveNext())
        {
            var cluster = clusters.GetTextElement();
            if (Encoding.UTF8.GetByteCount(cluster) < LongestCluster && Find(cluster) is { } whole)
            {
                made.Append(whole);
                continue;
            }

            foreach (var rune in cluster.EnumerateRunes())
            {
                var character = rune.ToString();
                made.Append(Find(character) ?? character);
            }
        }

        return made.ToString();
    }

    // The text for the shortest beginning of the key that has one.
    private string? Find(string key)
    {
        if (_trie.Length == 0)
        {
            return null;
        }

        var place = Offset(_trie[0]);
        foreach (var label in Encoding.UTF8.GetBytes(key))
        {
            if (label == 0)
            {
                return null;
            }

            place ^= label;
            if (place >= _trie.Length || (_trie[place] & 0x800000ffu) != label)
            {
                return null;
            }

            var unit = _trie[place];
            place ^= Offset(unit);
            if ((unit & 0x100u) != 0 && place < _trie.Length)
            {
                return TextAt(_trie[place] & 0x7fffffffu);
            }
        }

        return null;
    }

    private static uint Offset(uint unit) => (unit >> 10) << (int)((unit & 0x200u) >> 6);

    private string? TextAt(uint start)
    {
        if (start >= _texts.Length)
        {
            return null;
        }

        var end = Array.IndexOf(_texts, (byte)0, (int)start);
        return Encoding.UTF8.GetString(_texts, (int)start, (end < 0 ? _texts.Length : end) - (int)start);
    }
}
