using Grpc.Core;
using Sora2.Contracts;
using Sora2.PluginHost.Server;

namespace Sora2.PluginHost.Sessions;

/// <summary>
/// The way to the server, shared by a session's jobs: one attempt at a time, over as many connections as it takes. After a failed
/// attempt the next one waits, longer each time. Thread-safe.
/// </summary>
internal sealed class ServerLine : IDisposable
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(200);

    // Looking at a file costs nothing; starting a server that does not start does.
    private static readonly TimeSpan s_longestPauseOfAWatcher = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestPauseOfAStarter = TimeSpan.FromSeconds(30);

    private const int LongestClientName = 100;

    private readonly Lock _gate = new();
    private readonly bool _mayStart;
    private readonly CancellationToken _stop;
    private Task<ServerConnection>? _attempt;
    private CancellationTokenSource _pausing = new();
    private TimeSpan _pause;
    private ServerReport _report = ServerReport.NotAsked;

    /// <param name="mayStart">Whether a server is started when none runs.</param>
    /// <param name="client">Of the program, for the server's log; may be empty.</param>
    /// <param name="stop">Ends all attempts.</param>
    public ServerLine(bool mayStart, string client, CancellationToken stop)
    {
        Headers = [];
        if (client.Length > 0)
        {
            // Headers hold ASCII alone.
            var name = client.Length > LongestClientName ? client[..LongestClientName] : client;
            Headers.Add(ContractVersion.ClientHeader, string.Concat(name.Select(static letter => letter is >= ' ' and <= '~' ? letter : '?')));
        }

        _mayStart = mayStart;
        _stop = stop;
    }

    /// <summary>Goes with what is submitted.</summary>
    public Metadata Headers { get; }

    public ServerReport Report => Volatile.Read(ref _report);

    /// <summary>A connection that answered when it was opened; it belongs to the line.</summary>
    /// <exception cref="ServerUnavailableException">No server answers, and none could be started.</exception>
    /// <exception cref="ContractMismatchException">One runs that speaks another contract.</exception>
    public Task<ServerConnection> OpenAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_attempt is null or { IsFaulted: true } or { IsCanceled: true })
            {
                var pause = _pause;
                var hurry = _pausing.Token;
                _attempt = Task.Run(() => AttemptAsync(pause, hurry), CancellationToken.None);
            }

            return _attempt.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The user wants something now: the next attempt begins at once.</summary>
    public void Hurry()
    {
        lock (_gate)
        {
            _pause = TimeSpan.Zero;
            var pausing = _pausing;
            _pausing = new CancellationTokenSource();

            // Whoever waits goes on with a thread of the pool, not with this one.
            _ = pausing.CancelAsync();
        }
    }

    /// <summary>A connection broke; the next call opens another.</summary>
    public void Drop(ServerConnection connection)
    {
        lock (_gate)
        {
            if (_attempt is not { IsCompletedSuccessfully: true } attempt || attempt.Result != connection)
            {
                return;
            }

            _attempt = null;
        }

        connection.Dispose();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_attempt is { IsCompletedSuccessfully: true } attempt)
            {
                attempt.Result.Dispose();
            }
        }
    }

    private async Task<ServerConnection> AttemptAsync(TimeSpan pause, CancellationToken hurry)
    {
        await PauseAsync(pause, hurry);
        try
        {
            var connection = await ServerConnection.TryOpenAsync(_stop) ?? await StartAsync();
            Set(ServerCondition.Ready, "", failed: false);
            return connection;
        }
        catch (ContractMismatchException error)
        {
            Set(ServerCondition.OtherVersion, error.Message, failed: true);
            throw;
        }
        catch (ServerUnavailableException error)
        {
            Set(error.IsHung ? ServerCondition.Hung : ServerCondition.Absent, error.Message, failed: true);
            throw;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Set(ServerCondition.Absent, error.Message, failed: true);
            throw;
        }
    }

    private async Task<ServerConnection> StartAsync()
    {
        if (!_mayStart)
        {
            throw new ServerUnavailableException("No server runs, and this program does not start one. Start it with \"sora2 serve\".");
        }

        Set(ServerCondition.Starting, "", failed: false);
        return await ServerConnection.OpenAsync(_stop);
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken hurry)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(hurry, _stop);
        await Task.Delay(pause, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.ThrowIfCancellationRequested();
    }

    private void Set(ServerCondition condition, string message, bool failed)
    {
        lock (_gate)
        {
            var longest = _mayStart ? s_longestPauseOfAStarter : s_longestPauseOfAWatcher;
            _pause = !failed ? TimeSpan.Zero
                : _pause == TimeSpan.Zero ? s_firstPause
                : _pause * 2 < longest ? _pause * 2
                : longest;
        }

        Volatile.Write(ref _report, new ServerReport(condition, message));
    }
}
