namespace Sora2.LocalServer.Videos.Batches;

/// <summary>A list of wishes that came as one file.</summary>
/// <param name="Metadata">What the client wants to read again, as JSON; null when it sent none.</param>
/// <param name="EndedAt">When nothing of it was left to do; null before.</param>
/// <param name="OutputFileId">Answers, one a line; null when there are none or it has not ended.</param>
/// <param name="ErrorFileId">Refusals, one a line.</param>
internal sealed record Batch(
    string Id,
    string InputFileId,
    string? Metadata,
    DateTimeOffset CreatedAt,
    DateTimeOffset? CancelledAt,
    DateTimeOffset? EndedAt,
    string? OutputFileId,
    string? ErrorFileId);
