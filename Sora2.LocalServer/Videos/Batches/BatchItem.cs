namespace Sora2.LocalServer.Videos.Batches;

/// <summary>One line of a batch.</summary>
/// <param name="Body">The wish, as JSON.</param>
/// <param name="VideoId">Null until its job is queued.</param>
/// <param name="Error">Why it was refused: the envelope with its status, as JSON; null when it was not.</param>
internal sealed record BatchItem(string BatchId, int Line, string CustomId, string Body, string? VideoId, string? Error);
