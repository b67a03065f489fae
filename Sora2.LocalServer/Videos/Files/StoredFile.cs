namespace Sora2.LocalServer.Videos.Files;

/// <summary>A file that a client stored for later calls.</summary>
/// <param name="Name">As the client called it; for people, never a path.</param>
internal sealed record StoredFile(string Id, string Name, string Purpose, long Bytes, DateTimeOffset CreatedAt);
