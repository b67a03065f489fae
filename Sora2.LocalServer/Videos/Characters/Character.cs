namespace Sora2.LocalServer.Videos.Characters;

/// <summary>Somebody or something that videos keep the same.</summary>
/// <param name="Name">As prompts say it.</param>
internal sealed record Character(string Id, string Name, DateTimeOffset CreatedAt);
