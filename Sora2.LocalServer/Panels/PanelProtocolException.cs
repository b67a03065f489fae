using System.Net.WebSockets;

namespace Sora2.LocalServer.Panels;

/// <summary>What came is no part of the conversation: the connection is closed with this status.</summary>
internal sealed class PanelProtocolException(WebSocketCloseStatus status, string reason) : Exception(reason)
{
    public WebSocketCloseStatus Status { get; } = status;
}
