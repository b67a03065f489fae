using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sora2.LocalServer.Panels;

/// <summary>One call of a panel; docs/panel-door.md says what its fields mean.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record PanelCall
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        PropertyNameCaseInsensitive = false,
        AllowDuplicateProperties = false,
        MaxDepth = 40,
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
    };

    /// <summary>Every answer carries it back.</summary>
    public required long Id { get; init; }

    public required string Op { get; init; }

    /// <summary>A letter of the mailbox.</summary>
    public JsonElement? Letter { get; init; }

    /// <summary>A ProposeRequest in protobuf's JSON form.</summary>
    public JsonElement? Request { get; init; }

    /// <summary>Of the letter whose job is watched, or of the shot after which the history goes on.</summary>
    public string Name { get; init; } = "";

    /// <summary>Length of an upload.</summary>
    public long Bytes { get; init; }

    /// <exception cref="JsonException">It is no call.</exception>
    public static PanelCall Read(ReadOnlySpan<byte> utf8) => JsonSerializer.Deserialize<PanelCall>(utf8, s_json) ?? throw new JsonException("null");
}
