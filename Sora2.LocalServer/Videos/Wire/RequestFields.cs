using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sora2.LocalServer.Videos.Wire;

/// <summary>What a call sent: fields as a tree, files beside them. Remembers what was looked at, so that the rest can be told.</summary>
internal sealed class RequestFields(JsonObject tree, IReadOnlyDictionary<string, ReceivedFile> files)
{
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, ReceivedFile> Files => files;

    /// <summary>All of it as one text: the same call sent again has the same.</summary>
    public string Canonical => $"{tree.ToJsonString()}\n{string.Join('\n', files.OrderBy(static file => file.Key, StringComparer.Ordinal).Select(static file => $"{file.Key}={file.Value.Id}"))}";

    /// <summary>Names of fields that nobody looked at.</summary>
    public IEnumerable<string> Unread => tree.Select(static pair => pair.Key).Concat(files.Keys).Where(name => !_read.Contains(name)).Distinct();

    /// <summary>The file sent under a name, or null.</summary>
    public ReceivedFile? File(string name)
    {
        _read.Add(name);
        return files.GetValueOrDefault(name);
    }

    /// <summary>The field as it is, or null when it was not sent or is null.</summary>
    public JsonNode? Node(string name)
    {
        _read.Add(name);
        return tree[name];
    }

    /// <summary>A text or a number as text; null when it was not sent.</summary>
    /// <exception cref="ApiException">It is neither.</exception>
    public string? Text(string name) => Node(name) switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        JsonValue value when value.GetValueKind() is JsonValueKind.Number => value.ToJsonString(),
        _ => throw ApiException.Invalid(name, $"'{name}' must be a string."),
    };

    /// <exception cref="ApiException">It was not sent or is no text.</exception>
    public string RequiredText(string name) => Text(name) is { Length: > 0 } text
        ? text
        : throw new ApiException(StatusCodes.Status400BadRequest, $"Missing required parameter: '{name}'.", name, "missing_required_parameter");

    /// <summary>A whole number, as number or text; null when it was not sent.</summary>
    /// <exception cref="ApiException">It is none.</exception>
    public long? Integer(string name) => Text(name) switch
    {
        null => null,
        var text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw ApiException.Invalid(name, $"'{name}' must be a whole number."),
    };

    /// <summary>True or false, as such or as text; null when it was not sent.</summary>
    /// <exception cref="ApiException">It is neither.</exception>
    public bool? Flag(string name) => Node(name) switch
    {
        null => null,
        JsonValue value when value.GetValueKind() is JsonValueKind.True => true,
        JsonValue value when value.GetValueKind() is JsonValueKind.False => false,
        JsonValue value when value.GetValueKind() is JsonValueKind.String && bool.TryParse(value.GetValue<string>(), out var flag) => flag,
        _ => throw ApiException.Invalid(name, $"'{name}' must be true or false."),
    };

    /// <summary>An object; null when it was not sent.</summary>
    /// <exception cref="ApiException">It is none.</exception>
    public JsonObject? Object(string name) => Node(name) switch
    {
        null => null,
        JsonObject inner => inner,
        _ => throw ApiException.Invalid(name, $"'{name}' must be an object."),
    };

    /// <summary>A list; null when it was not sent.</summary>
    /// <exception cref="ApiException">It is none.</exception>
    public JsonArray? List(string name) => Node(name) switch
    {
        null => null,
        JsonArray list => list,
        _ => throw ApiException.Invalid(name, $"'{name}' must be an array."),
    };

    /// <summary>A text inside an object; null when it is not there.</summary>
    /// <exception cref="ApiException">It is no text.</exception>
    public static string? Text(JsonObject inner, string name, string param) => inner[name] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        _ => throw ApiException.Invalid(param, $"'{param}.{name}' must be a string."),
    };
}
