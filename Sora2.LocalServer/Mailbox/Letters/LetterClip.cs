using System.Text.Json.Serialization;

namespace Sora2.LocalServer.Mailbox.Letters;

/// <summary>A movie on this machine and the part of it that is used, in seconds; both ends or none.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record LetterClip(string Path, double? Start = null, double? End = null);
