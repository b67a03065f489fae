using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sora2.LocalServer.Panels;

/// <summary>The first message of a panel.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record PanelHello(string Op, int Version, string Client, string Token)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        PropertyNameCaseInsensitive = false,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <exception cref="JsonException">It is none.</exception>
    public static PanelHello Read(ReadOnlySpan<byte> utf8) => JsonSerializer.Deserialize<PanelHello>(utf8, s_json) ?? throw new JsonException("null");
}
