using System.Text.Json;
using System.Text.Json.Nodes;
using Sora2.LocalServer.Requests;
using Sora2.LocalServer.Videos.Characters;
using Sora2.LocalServer.Videos.Wire;

namespace Sora2.LocalServer.Videos.Wishes;

/// <summary>Reads which characters a call wants, as cast references that prompts name.</summary>
internal sealed class CastWishes(CharacterStore characters)
{
    private const int Most = 2;

    /// <summary>The cast, and the prompt with every name in one word, as cast names are.</summary>
    /// <exception cref="ApiException">Too many, unknown, or not in the prompt.</exception>
    public async Task<(string Prompt, IReadOnlyList<Conditioning> Cast)> ReadAsync(RequestFields fields, string prompt, CancellationToken cancellationToken)
    {
        var ids = (fields.List("characters")?.Select(IdOf) ?? []).Concat(fields.List("character_ids")?.Select(TextOf) ?? []).Distinct().ToList();
        if (ids.Count > Most)
        {
            throw ApiException.Invalid("characters", $"At most {Most} characters are taken.");
        }

        var cast = new List<Conditioning>();
        foreach (var id in ids)
        {
            var character = characters.Get(id);
            if (!prompt.Contains(character.Name, StringComparison.Ordinal))
            {
                throw ApiException.Invalid("characters", $"The prompt must name the character '{character.Name}' as it is written here.");
            }

            var word = string.Concat(character.Name.Where(char.IsLetterOrDigit));
            prompt = prompt.Replace(character.Name, word, StringComparison.Ordinal);
            cast.Add(new Conditioning(ConditioningRole.Cast, fields.Took(await characters.PictureAsync(character, cancellationToken)), Name: word));
        }

        return (prompt, cast);
    }

    private static string IdOf(JsonNode? node) => node is JsonObject character ? TextOf(character["id"]) : throw Wrong();

    private static string TextOf(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : throw Wrong();

    private static ApiException Wrong() => ApiException.Invalid("characters", "'characters' must be a list of objects with an 'id'.");
}
