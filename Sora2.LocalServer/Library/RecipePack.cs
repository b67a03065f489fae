namespace Sora2.LocalServer.Library;

/// <summary>The pack that made a shot.</summary>
/// <param name="Hash">SHA-256 of the manifest's file list: the same hash means the same weights.</param>
public sealed record RecipePack(string Name, string Hash);
