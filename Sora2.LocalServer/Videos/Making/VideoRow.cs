namespace Sora2.LocalServer.Videos.Making;

/// <summary>A video as it is stored.</summary>
/// <param name="Number">Grows with every video: the order of lists.</param>
internal sealed record VideoRow(long Number, string Id, DateTimeOffset CreatedAt, VideoFacts Facts);
