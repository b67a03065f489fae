using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sora2.LocalServer.Videos.Wire;

namespace Sora2.LocalServer.Videos.Batches;

/// <summary>Reads the lines of a batch: one JSON object each, with custom_id, method, url and body.</summary>
internal static class BatchFile
{
    /// <summary>The one endpoint that batches are for.</summary>
    public const string Endpoint = "/v1/videos";

    private const long MostBytes = 200L << 20;
    private const int MostLines = 2000;
    private const int LongestLine = 1 << 20;
    private const int LongestId = 256;

    /// <exception cref="ApiException">A line is none; it is named.</exception>
    public static async Task<IReadOnlyList<(string CustomId, string Body)>> ReadAsync(Stream content, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(new LimitedStream(content, MostBytes));
        var lines = new List<(string, string)>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var number = 1; await reader.ReadLineAsync(cancellationToken) is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            var (id, body) = line.Length <= LongestLine ? Read(line, number) : throw Bad(number, $"is longer than {LongestLine} characters");
            if (!ids.Add(id))
            {
                throw Bad(number, "has the 'custom_id' of a line before it");
            }

            lines.Add((id, body));
            if (lines.Count > MostLines)
            {
                throw ApiException.Invalid("input_file_id", $"A batch has at most {MostLines} lines.");
            }
        }

        return lines.Count > 0 ? lines : throw ApiException.Invalid("input_file_id", "The file has no lines.");
    }

    private static (string CustomId, string Body) Read(string line, int number)
    {
        try
        {
            return JsonNode.Parse(line, documentOptions: new JsonDocumentOptions { MaxDepth = 16, AllowDuplicateProperties = false }) is JsonObject call
                && call["custom_id"] is JsonValue id && id.TryGetValue<string>(out var customId) && customId.Length is > 0 and <= LongestId
                && call["method"] is JsonValue method && method.TryGetValue<string>(out var verb) && verb == "POST"
                && call["url"] is JsonValue url && url.TryGetValue<string>(out var address) && address == Endpoint
                && call["body"] is JsonObject body
                ? (customId, body.ToJsonString())
                : throw Bad(number, $"needs 'custom_id', 'method' POST, 'url' {Endpoint} and an object as 'body'");
        }
        catch (JsonException)
        {
            throw Bad(number, "is no JSON");
        }
    }

    private static ApiException Bad(int number, string problem) =>
        ApiException.Invalid("input_file_id", string.Create(CultureInfo.InvariantCulture, $"Line {number} {problem}."));
}
