using System.Text.Json.Nodes;

namespace Sora2.LocalServer.Videos.Batches;

/// <summary>A batch as the API tells it.</summary>
internal sealed record BatchReply
{
    public required string Id { get; init; }

    public string Object => "batch";

    public string Endpoint => BatchFile.Endpoint;

    public required string InputFileId { get; init; }

    public string CompletionWindow => "24h";

    /// <summary>"in_progress", "completed", "cancelling" or "cancelled": a file with a bad line is refused at once, and nothing expires.</summary>
    public required string Status { get; init; }

    public string? OutputFileId { get; init; }

    public string? ErrorFileId { get; init; }

    public required long CreatedAt { get; init; }

    public long? InProgressAt { get; init; }

    public long? CompletedAt { get; init; }

    public long? CancellingAt { get; init; }

    public long? CancelledAt { get; init; }

    public required BatchCounts RequestCounts { get; init; }

    public JsonNode? Metadata { get; init; }
}
