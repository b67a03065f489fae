namespace Sora2.LocalServer.Jobs.Store;

/// <summary>Some jobs, newest first.</summary>
/// <param name="NextPageToken">Null on the last page.</param>
/// <param name="TotalCount">Jobs in all pages.</param>
public sealed record JobPage(IReadOnlyList<Job> Jobs, string? NextPageToken, int TotalCount);
