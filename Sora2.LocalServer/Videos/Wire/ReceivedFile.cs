namespace Sora2.LocalServer.Videos.Wire;

/// <summary>A file part of a body, already stored.</summary>
/// <param name="Name">As the client calls it, for people: it is never a path here.</param>
/// <param name="Id">What the store that took it calls it.</param>
/// <param name="Bytes">Its length.</param>
internal sealed record ReceivedFile(string Name, string Id, long Bytes);
