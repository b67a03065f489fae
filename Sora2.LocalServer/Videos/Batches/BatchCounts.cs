namespace Sora2.LocalServer.Videos.Batches;

/// <summary>How far a batch is: lines in all, completed, and failed or refused.</summary>
internal sealed record BatchCounts(int Total, int Completed, int Failed);
