namespace Sora2.LocalServer.Videos.Making;

/// <summary>
/// Tells a client's second try from a second wish. SDKs send a failed call again, word for word and without a key of their
/// own: one only counts its tries in a header, another says nothing. A try that follows a refusal of ours is new; one that
/// follows silence is the same wish, whose answer was lost.
/// </summary>
internal sealed class RetryLedger
{
    // An SDK waits up to ten minutes for an answer.
    private static readonly TimeSpan s_memory = TimeSpan.FromMinutes(30);

    private const int MostCalls = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Call> _calls = new(StringComparer.Ordinal);
    private readonly VideoStore _store;
    private readonly TimeProvider _time;

    public RetryLedger(VideoStore store, TimeProvider time)
    {
        _store = store;
        _time = time;
    }

    /// <summary>The id of the video that an earlier try of this call made, or null when it is a wish of its own.</summary>
    /// <param name="callHash">The same for the same call.</param>
    /// <param name="tries">How often the client says it has tried before; null when it does not count.</param>
    /// <param name="hasKey">Whether the hash is of a key that the client chose: then it always names one wish.</param>
    public async Task<string?> EarlierAsync(string callHash, int? tries, bool hasKey)
    {
        Task<string?>? running;
        lock (_lock)
        {
            var call = _calls.GetValueOrDefault(callHash);
            if (!hasKey && tries != 0 && call is not null && call.Unanswered.TryPop(out var lost))
            {
                return lost;
            }

            // One that does not count can only mean what was made and never answered.
            if (!hasKey && (tries is null or 0 || (call is { Refusals: > 0 } && call.Refusals-- > 0)))
            {
                return null;
            }

            running = call?.Running;
        }

        return (running is null ? null : await running) ?? _store.FindByCall(callHash, _time.GetUtcNow() - s_memory)?.Id;
    }

    /// <summary>Runs a wish and remembers how it ended.</summary>
    public async Task<string> RunAsync(string callHash, Func<Task<string>> make)
    {
        var ended = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        Change(callHash, call => call.Running = ended.Task);
        try
        {
            var id = await make();
            ended.SetResult(id);
            return id;
        }
        catch
        {
            ended.SetResult(null);
            throw;
        }
        finally
        {
            Change(callHash, call => call.Running = call.Running == ended.Task ? null : call.Running);
        }
    }

    /// <summary>The call was answered with an error that its client may try again after.</summary>
    public void Refused(string callHash) => Change(callHash, static call => call.Refusals++);

    /// <summary>The video was made, and its client was gone before it could be told.</summary>
    public void Unanswered(string callHash, string id) => Change(callHash, call => call.Unanswered.Push(id));

    private void Change(string callHash, Action<Call> change)
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            if (_calls.Count >= MostCalls)
            {
                foreach (var old in _calls.Where(call => call.Value.Running is null && call.Value.ChangedAt < now - s_memory).Select(static call => call.Key).ToList())
                {
                    _calls.Remove(old);
                }
            }

            if (!_calls.TryGetValue(callHash, out var call))
            {
                _calls.Add(callHash, call = new Call());
            }

            change(call);
            call.ChangedAt = now;
            if (call is { Running: null, Refusals: 0, Unanswered.Count: 0 })
            {
                _calls.Remove(callHash);
            }
        }
    }

    private sealed class Call
    {
        public Task<string?>? Running { get; set; }

        public int Refusals { get; set; }

        public Stack<string> Unanswered { get; } = [];

        public DateTimeOffset ChangedAt { get; set; }
    }
}
