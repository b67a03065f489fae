namespace Sora2.LocalServer.Library;

/// <summary>Tells whoever waits that something changed. Thread-safe.</summary>
internal sealed class ChangeSignal
{
    private TaskCompletionSource _next = NewSource();

    /// <summary>Ends at the next change, and is another one from then on; take it before you look.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Call it after the change can be seen.</summary>
    public void Raise() => Interlocked.Exchange(ref _next, NewSource()).SetResult();

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
