using System.Text.Json.Serialization;

namespace Sora2.LocalServer.Videos.Making;

/// <summary>A video as the API tells it: its 13 keys, always, and behind them what this server knows beside.</summary>
internal sealed record VideoReply
{
    public required string Id { get; init; }

    public string Object => "video";

    public required string Model { get; init; }

    /// <summary>"queued", "in_progress", "completed" or "failed"; never another word, for clients would stop to ask.</summary>
    public required string Status { get; init; }

    /// <summary>0 to 100.</summary>
    public required int Progress { get; init; }

    public required long CreatedAt { get; init; }

    public long? CompletedAt { get; init; }

    /// <summary>Null: nothing is deleted by itself.</summary>
    public long? ExpiresAt => null;

    public required string Prompt { get; init; }

    public required string Size { get; init; }

    public required string Seconds { get; init; }

    public string? RemixedFromVideoId { get; init; }

    public VideoError? Error { get; init; }

    public required long Seed { get; init; }

    public required string Fps { get; init; }

    /// <summary>Stems that can be had from content by their names; empty until it is completed.</summary>
    public IReadOnlyList<string> Stems { get; init; } = [];

    /// <summary>What the pack itself makes before it is brought to size and rate.</summary>
    public MadeAs? Made { get; init; }

    /// <summary>What could not be done as asked and what was done instead, in plain words.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The shot's name in the library; null until it is completed.</summary>
    public string? Shot { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SourceVideoId { get; init; }
}
