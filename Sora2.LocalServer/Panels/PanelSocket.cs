using System.Net.WebSockets;

namespace Sora2.LocalServer.Panels;

/// <summary>
/// A WebSocket in whole messages of bounded length. One message is read and one is sent at a time, and nothing is kept between:
/// whoever reads slowly makes its own senders wait.
/// </summary>
internal sealed class PanelSocket(WebSocket socket) : IDisposable
{
    private const int FirstBufferBytes = 4 << 10;

    // A reader that takes nothing for this long has gone.
    private static readonly TimeSpan s_sendLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_goodbye = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly CancellationTokenSource _end = new();
    private byte[] _buffer = new byte[FirstBufferBytes];

    /// <summary>The next message, valid until the next call; a close has no content.</summary>
    /// <exception cref="PanelProtocolException">It is longer than is allowed.</exception>
    /// <exception cref="WebSocketException">The connection broke.</exception>
    public async Task<(WebSocketMessageType Type, ReadOnlyMemory<byte> Content)> ReceiveAsync(
        int textLimitBytes, int binaryLimitBytes, CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(_end.Token, cancellationToken);
        for (var length = 0; ;)
        {
            var received = await socket.ReceiveAsync(_buffer.AsMemory(length), ends.Token);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return (WebSocketMessageType.Close, default);
            }

            length += received.Count;
            var limit = received.MessageType == WebSocketMessageType.Text ? textLimitBytes : binaryLimitBytes;
            if (length > limit)
            {
                throw new PanelProtocolException(WebSocketCloseStatus.MessageTooBig, $"At most {limit} bytes a message.");
            }

            if (received.EndOfMessage)
            {
                return (received.MessageType, _buffer.AsMemory(0, length));
            }

            if (length == _buffer.Length)
            {
                // One byte more than is allowed tells a message that is too long.
                Array.Resize(ref _buffer, Math.Min(2 * length, Math.Max(textLimitBytes, binaryLimitBytes) + 1));
            }
        }
    }

    /// <summary>Sends one text; waits for those before it.</summary>
    /// <exception cref="OperationCanceledException">The other side does not read; the connection is ended.</exception>
    public Task SendAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken) => InTurnAsync(
        s_sendLimit, limit => socket.SendAsync(utf8, WebSocketMessageType.Text, endOfMessage: true, limit).AsTask(), cancellationToken);

    /// <summary>Says goodbye. The other side then has a moment to do the same.</summary>
    public async Task CloseAsync(WebSocketCloseStatus status, string reason)
    {
        try
        {
            await InTurnAsync(s_goodbye, limit => socket.CloseOutputAsync(status, reason, limit), CancellationToken.None);
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException)
        {
            // It has gone already.
        }

        _end.CancelAfter(s_goodbye);
    }

    /// <summary>Waits for the other side's goodbye; what it still says is not heard.</summary>
    public async Task DrainAsync()
    {
        try
        {
            while (socket.State == WebSocketState.CloseSent)
            {
                await socket.ReceiveAsync(_buffer.AsMemory(), _end.Token);
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException)
        {
            // It did not say one.
        }
    }

    public void Dispose()
    {
        // Not aborted: that could overtake a goodbye which is still on its way.
        socket.Dispose();
        _end.Dispose();
        _sending.Dispose();
    }

    private async Task InTurnAsync(TimeSpan limit, Func<CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(limit);
        await _sending.WaitAsync(deadline.Token);
        try
        {
            // A send that is cancelled ends the connection: half a message cannot be taken back.
            await send(deadline.Token);
        }
        finally
        {
            _sending.Release();
        }
    }
}
