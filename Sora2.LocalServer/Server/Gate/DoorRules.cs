namespace Sora2.LocalServer.Server.Gate;

/// <summary>What the calls of one door over TCP may look like, and how it says no. The host, the page's origin and the token are the gate's to check.</summary>
/// <param name="Prefix">Paths of the door; the longest that fits counts.</param>
/// <param name="Methods">Methods it answers. GET and HEAD change nothing behind any door.</param>
/// <param name="RefuseAsync">Writes the body of a refusal in the door's own terms; the status is set.</param>
internal sealed record DoorRules(PathString Prefix, IReadOnlyList<string> Methods, Func<HttpContext, Task> RefuseAsync)
{
    /// <summary>For paths that no door has claimed, gRPC's among them: POST, which pages cannot send by a link or an image.</summary>
    public static DoorRules PostOnly { get; } = new("", [HttpMethods.Post], static _ => Task.CompletedTask);

    /// <summary>Whether the door asks for the token itself, before it does anything: for clients that can send no header.</summary>
    public bool TokenComesLater { get; init; }
}
