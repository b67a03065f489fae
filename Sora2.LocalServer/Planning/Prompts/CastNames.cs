using System.Globalization;
using System.Text;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Planning.Prompts;

/// <summary>Puts slots in the place of cast names: the model knows "@1", and not MAYA.</summary>
internal sealed class CastNames
{
    private readonly Dictionary<string, string> _slots = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _used = [];
    private readonly List<(int Index, Conditioning Piece)> _cast;

    public CastNames(GenerationRequest request)
    {
        _cast = [.. request.Conditioning.Index().Where(static piece => piece.Item.Role == ConditioningRole.Cast)];
        foreach (var (_, piece) in _cast)
        {
            _slots[piece.Name] = string.Create(CultureInfo.InvariantCulture, $"@{_slots.Count + 1}");
        }
    }

    /// <summary>Every cast of the request with its slot.</summary>
    /// <exception cref="InvalidRequestException">One that no prompt named.</exception>
    public IReadOnlyList<PlannedCast> Planned()
    {
        foreach (var (index, piece) in _cast)
        {
            if (!_used.Contains(_slots[piece.Name]))
            {
                throw new InvalidRequestException(
                    string.Create(CultureInfo.InvariantCulture, $"conditioning[{index}].name"), $"\"{piece.Name}\"",
                    "a name that the prompt uses, outside of quoted speech");
            }
        }

        return [.. _cast.Select(entry => new PlannedCast(_slots[entry.Piece.Name], entry.Piece.MediaId))];
    }

    /// <summary>The text with a slot for every name, which is a whole word in any case.</summary>
    public string Replace(string text)
    {
        if (_slots.Count == 0)
        {
            return text;
        }

        var replaced = new StringBuilder(text.Length);
        var start = 0;
        while (start < text.Length)
        {
            var end = start;
            while (end < text.Length && char.IsLetterOrDigit(text[end]))
            {
                end++;
            }

            var word = text[start..end];
            if (_slots.TryGetValue(word, out var slot))
            {
                _used.Add(slot);
            }

            replaced.Append(slot ?? word);
            if (end < text.Length)
            {
                replaced.Append(text[end]);
            }

            start = end + 1;
        }

        return replaced.ToString();
    }
}
