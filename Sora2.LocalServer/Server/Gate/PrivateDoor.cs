namespace Sora2.LocalServer.Server.Gate;

/// <summary>Marks a connection that came through the socket or pipe, which the operating system opens to this user alone.</summary>
internal sealed class PrivateDoor;
