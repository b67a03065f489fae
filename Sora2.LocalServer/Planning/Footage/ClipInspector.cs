using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Planning.Footage;

/// <summary>Looks at an uploaded clip. Blocks; the same clip gives the same facts.</summary>
/// <exception cref="InvalidRequestException">There is no such upload, or it is no movie that can be read; "media_id" is the field.</exception>
public delegate ClipFacts ClipInspector(string mediaId);
