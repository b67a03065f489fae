using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Sora2.LocalServer.Server;

/// <summary>
/// Lets HTTP/1.1 and HTTP/2 share one TCP port. Without TLS there is nothing to negotiate with, and Kestrel then speaks
/// HTTP/1.1 alone; but a client that knows HTTP/2 says so in its first bytes. Such a connection is handed to a second listener,
/// which has no address of its own.
/// </summary>
internal sealed class ProtocolSwitch : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    // A connection that says nothing holds a place; HTTP's own limits begin behind us.
    private static readonly TimeSpan s_firstBytes = TimeSpan.FromSeconds(30);

    private readonly Channel<ConnectionContext> _http2 = Channel.CreateUnbounded<ConnectionContext>();

    /// <summary>Where the second listener takes its connections from.</summary>
    public static EndPoint Http2 { get; } = new Http2EndPoint();

    public bool CanBind(EndPoint endpoint) => endpoint is Http2EndPoint;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IConnectionListener>(new HandedOverListener(endpoint, _http2));

    /// <summary>Sorts the connections of a listener that speaks HTTP/1.1.</summary>
    public ConnectionDelegate Sort(ConnectionDelegate http1) => async connection =>
    {
        if (!await SpeaksHttp2Async(connection))
        {
            await http1(connection);
            return;
        }

        var handedOver = new HandedOverConnection(connection);
        if (_http2.Writer.TryWrite(handedOver))
        {
            await handedOver.Ended;
        }
    };

    // Every connection of HTTP/2 begins with "PRI * HTTP/2.0"; no method of HTTP/1.1 begins with "PRI".
    private static async Task<bool> SpeaksHttp2Async(ConnectionContext connection)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
        limit.CancelAfter(s_firstBytes);
        var input = connection.Transport.Input;
        try
        {
            while (true)
            {
                var read = await input.ReadAsync(limit.Token);
                var enough = read.Buffer.Length >= 3 || read.IsCompleted;
                var isHttp2 = enough && StartsWithPreface(read.Buffer);
                input.AdvanceTo(read.Buffer.Start, enough ? read.Buffer.Start : read.Buffer.End);
                if (enough)
                {
                    return isHttp2;
                }
            }
        }
        catch (OperationCanceledException)
        {
            connection.Abort(new ConnectionAbortedException("It said nothing."));
            return false;
        }
    }

    private static bool StartsWithPreface(ReadOnlySequence<byte> buffer)
    {
        var reader = new SequenceReader<byte>(buffer);
        return reader.IsNext("PRI"u8);
    }

    private sealed class Http2EndPoint : EndPoint
    {
        public override string ToString() => "http2-of-tcp";
    }

    private sealed class HandedOverListener(EndPoint endpoint, Channel<ConnectionContext> connections) : IConnectionListener
    {
        public EndPoint EndPoint { get; } = endpoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
            await connections.Reader.WaitToReadAsync(cancellationToken) && connections.Reader.TryRead(out var connection) ? connection : null;

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            connections.Writer.TryComplete();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => UnbindAsync();
    }

    // The same connection under a new owner, with features of its own over those it came with.
    private sealed class HandedOverConnection(ConnectionContext connection) : ConnectionContext
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Ended => _ended.Task;

        public override string ConnectionId { get; set; } = connection.ConnectionId;

        public override IFeatureCollection Features { get; } = new FeatureCollection(connection.Features);

        public override IDictionary<object, object?> Items { get; set; } = connection.Items;

        public override IDuplexPipe Transport { get; set; } = connection.Transport;

        public override EndPoint? LocalEndPoint { get; set; } = connection.LocalEndPoint;

        public override EndPoint? RemoteEndPoint { get; set; } = connection.RemoteEndPoint;

        public override CancellationToken ConnectionClosed { get; set; } = connection.ConnectionClosed;

        public override void Abort(ConnectionAbortedException abortReason) => connection.Abort(abortReason);

        public override ValueTask DisposeAsync()
        {
            _ended.TrySetResult();
            return ValueTask.CompletedTask;
        }
    }
}
