using System.Text.Json.Serialization;

namespace Sora2.LocalServer.Mailbox.Answers;

/// <summary>What the server says to one letter, as it is now; docs/mailbox.md says what its fields mean.</summary>
internal sealed record Answer
{
    public const string Refused = "refused";
    public const string Forgotten = "forgotten";

    /// <summary>The letter's clips are being copied; there is no job yet.</summary>
    public const string Reading = "reading";

    public int Version { get; init; } = 1;

    public required string Name { get; init; }

    public string Client { get; init; } = "";

    /// <summary>Seconds since 1970, of the first answer to this letter.</summary>
    public required long Created { get; init; }

    /// <summary>Seconds since 1970, of this one.</summary>
    public long Written { get; init; }

    public required string Status { get; init; }

    public string? Job { get; init; }

    public double Progress { get; init; }

    public string? Stage { get; init; }

    public double? SecondsLeft { get; init; }

    /// <summary>Absolute path of the newest preview's picture; null before the first one.</summary>
    public string? Preview { get; init; }

    public AnswerRate? FrameRate { get; init; }

    public IReadOnlyList<string> Notes { get; init; } = [];

    public string Memo { get; init; } = "";

    public AnswerError? Error { get; init; }

    public IReadOnlyList<AnswerShot> Shots { get; init; } = [];

    /// <summary>Whether it is also written as a table that Lua loads.</summary>
    public bool Lua { get; init; }

    /// <summary>Whether it changes no more by itself.</summary>
    [JsonIgnore]
    public bool IsFinal => Status is not (Reading or "queued" or "running");
}
