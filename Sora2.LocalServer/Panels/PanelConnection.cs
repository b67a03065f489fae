using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sora2.LocalServer.Mailbox;
using Sora2.LocalServer.Mailbox.Answers;
using Sora2.LocalServer.Requests;
using Sora2.LocalServer.Server;

namespace Sora2.LocalServer.Panels;

/// <summary>One panel's conversation: first the token, then calls, each answered under its number.</summary>
internal sealed class PanelConnection(PanelSocket socket, AccessToken token, PanelCalls calls, ILogger log) : IAsyncDisposable
{
    public const int Version = 1;
    public const int MostTextBytes = MailboxFolder.LetterLimitBytes;
    public const int MostPartBytes = 1 << 20;
    private const int MostHelloBytes = 4 << 10;
    private const int MostCalls = 8;
    private const int MostWatches = 64;

    /// <summary>How long a connection may be silent before it has shown the token.</summary>
    private static readonly TimeSpan s_hello = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _work = new();
    private readonly SemaphoreSlim _slots = new(MostCalls, MostCalls);
    private readonly List<Task> _running = [];
    private Task _ending = Task.CompletedTask;
    private PanelUpload? _upload;
    private int _watches;

    /// <summary>Until the panel goes or the server stops. Jobs go on.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        await using var stop = stopping.Register(() => _ending = EndAsync(WebSocketCloseStatus.EndpointUnavailable, "The server stops."));
        try
        {
            await WelcomeAsync();
            while (await socket.ReceiveAsync(MostTextBytes, MostPartBytes, CancellationToken.None) is { Type: not WebSocketMessageType.Close } message)
            {
                await TakeAsync(message.Type, message.Content);
            }

            await EndAsync(WebSocketCloseStatus.NormalClosure, "");
        }
        catch (PanelProtocolException wrong)
        {
            log.PanelRefused(wrong.Message);
            await EndAsync(wrong.Status, wrong.Message);
            await socket.DrainAsync();
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException)
        {
            // It went without a goodbye, as editors that are closed do.
        }
    }

    /// <summary>Ends what is still being answered.</summary>
    public async ValueTask DisposeAsync()
    {
        await _work.CancelAsync();
        await Task.WhenAll([_ending, .. _running]);
        _work.Dispose();
        _slots.Dispose();
    }

    private async Task EndAsync(WebSocketCloseStatus status, string reason)
    {
        await _work.CancelAsync();
        await socket.CloseAsync(status, reason);
    }

    private async Task WelcomeAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_work.Token);
        limit.CancelAfter(s_hello);
        var (type, content) = await socket.ReceiveAsync(MostHelloBytes, 0, limit.Token);
        var hello = type == WebSocketMessageType.Text ? ReadHello(content.Span) : null;
        if (hello?.Op != "hello")
        {
            throw new PanelProtocolException(WebSocketCloseStatus.PolicyViolation, "The first message is hello.");
        }

        if (hello.Version != Version)
        {
            throw new PanelProtocolException(WebSocketCloseStatus.ProtocolError, $"Version {Version} is spoken here.");
        }

        if (!token.AdmitsText(hello.Token))
        {
            throw new PanelProtocolException(WebSocketCloseStatus.PolicyViolation, "The token is another.");
        }

        await SendAsync(new JsonObject { ["op"] = "welcome", ["version"] = Version, ["server"] = ServerVersion.Text, ["pid"] = Environment.ProcessId });
    }

    private static PanelHello? ReadHello(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return PanelHello.Read(utf8);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task TakeAsync(WebSocketMessageType type, ReadOnlyMemory<byte> content)
    {
        if (type == WebSocketMessageType.Binary)
        {
            await TakePartAsync(content);
            return;
        }

        PanelCall call;
        try
        {
            call = PanelCall.Read(content.Span);
        }
        catch (JsonException)
        {
            throw new PanelProtocolException(WebSocketCloseStatus.InvalidPayloadData, "No call: one JSON object with the fields of docs/panel-door.md.");
        }

        if (call.Op == "upload")
        {
            await BeginUploadAsync(call);
            return;
        }

        // A watch lasts as long as its job; anything else is answered soon, and the next one waits for a place.
        if (call.Op != "watch")
        {
            await _slots.WaitAsync(_work.Token);
            _ = Start(() => calls.AnswerAsync(call, SendAsync, _work.Token), () => _slots.Release());
        }
        else if (Interlocked.Increment(ref _watches) <= MostWatches)
        {
            _ = Start(() => calls.AnswerAsync(call, SendAsync, _work.Token), () => Interlocked.Decrement(ref _watches));
        }
        else
        {
            Interlocked.Decrement(ref _watches);
            await ReplyAsync(call.Id, new AnswerError("too_many_watches", $"{MostWatches} jobs are watched on this connection."));
        }
    }

    private async Task BeginUploadAsync(PanelCall call)
    {
        if (_upload is { IsRefused: false })
        {
            await ReplyAsync(call.Id, new AnswerError("upload_busy", "One upload at a time: send the rest of the last one first."));
            return;
        }

        if (call.Bytes is < 1 or > UploadStore.DefaultLimitBytes)
        {
            await ReplyAsync(call.Id, Refusal.Explain(new InvalidRequestException("bytes", $"{call.Bytes}", $"1 to {UploadStore.DefaultLimitBytes}")));
            return;
        }

        var upload = new PanelUpload(call.Id, call.Bytes);
        _upload = upload;
        upload.Stored = Start(() => calls.StoreAsync(call.Id, upload.Content, SendAsync, _work.Token), static () => { });
    }

    private async Task TakePartAsync(ReadOnlyMemory<byte> part)
    {
        if (_upload is null)
        {
            throw new PanelProtocolException(WebSocketCloseStatus.InvalidMessageType, "Binary messages belong to an upload.");
        }

        try
        {
            await _upload.AddAsync(part, _work.Token);
        }
        catch (ArgumentException)
        {
            throw new PanelProtocolException(WebSocketCloseStatus.PolicyViolation, "More bytes than the upload announced.");
        }

        // The panel sends the next part when it hears this, so that it keeps no more than one either. A refusal has been told.
        if (_upload is { IsComplete: false, IsRefused: false })
        {
            await SendAsync(new JsonObject { ["re"] = _upload.Call, ["received"] = _upload.Received });
        }

        _upload = _upload.IsComplete ? null : _upload;
    }

    private Task Start(Func<Task> answer, Action done)
    {
        _running.RemoveAll(static task => task.IsCompleted);
        var running = Task.Run(async () =>
        {
            try
            {
                await answer();
            }
            catch (Exception error) when (error is WebSocketException or OperationCanceledException)
            {
                // The panel went, or reads no more: there is nobody to tell.
            }
            finally
            {
                done();
            }
        });
        _running.Add(running);
        return running;
    }

    private Task ReplyAsync(long id, AnswerError error) => SendAsync(PanelCalls.Reply(id, "error", error));

    private Task SendAsync(JsonObject reply) => socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(reply, AnswerBook.Json), _work.Token);
}
