using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sora2.LocalServer.Mailbox.Letters;

/// <summary>What a client has put into the mailbox; docs/mailbox.md says what its fields mean.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record Letter
{
    public required int Version { get; init; }

    public required string Name { get; init; }

    public required string Client { get; init; }

    public string Answer { get; init; } = "json";

    /// <summary>Seconds since 1970.</summary>
    public required long Written { get; init; }

    public required string Op { get; init; }

    /// <summary>A GenerationRequest in protobuf's JSON form; read when the letter is carried out.</summary>
    public JsonElement? Request { get; init; }

    public IReadOnlyList<LetterClip> Clips { get; init; } = [];

    public string Memo { get; init; } = "";

    /// <summary>Name of the letter that a cancel or forget means.</summary>
    public string Of { get; init; } = "";

    [JsonIgnore]
    public bool WantsLua => Answer == "lua";
}
