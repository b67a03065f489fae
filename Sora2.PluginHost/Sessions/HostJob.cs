using Grpc.Core;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Playback;
using Sora2.PluginHost.Server;

namespace Sora2.PluginHost.Sessions;

/// <summary>
/// One wish on its way: sent once whatever happens to the server meanwhile, followed, and its frames fetched. A loop of its own
/// does all of it; callers only look, and leave word. Thread-safe.
/// </summary>
internal sealed class HostJob
{
    private static readonly TimeSpan s_lostPause = TimeSpan.FromMilliseconds(300);

    // A full disk or a missing FFmpeg is looked at again, but not so that anybody hears the disk.
    private static readonly TimeSpan s_refusedPause = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private readonly ServerLine _line;
    private readonly TimeProvider _time;
    private readonly RequestMaker? _makeRequest;
    private readonly CancellationTokenSource _stop;
    private readonly ShotDelivery _delivery;
    private CancellationTokenSource _attention = new();
    private JobSnapshot _snapshot;
    private FramesFile? _frames;
    private GenerationRequest? _request;
    private Action? _sent;
    private bool _submitBegun;
    private volatile bool _cancelAsked;
    private bool _ended;
    private bool _cancelSent;

    /// <param name="makeRequest">Null for a job that was sent before: its ticket finds it.</param>
    /// <param name="sent">Called once, when the request was taken or never will be.</param>
    /// <param name="stop">Ends the loop; the job itself runs on in the server.</param>
    public HostJob(ServerLine line, Ticket ticket, RequestMaker? makeRequest, Action? sent, TimeProvider time, CancellationToken stop)
    {
        _line = line;
        _time = time;
        _makeRequest = makeRequest;
        _sent = sent;
        _submitBegun = makeRequest is null;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _delivery = new ShotDelivery(_stop.Token, told => Set(snapshot => snapshot with { Message = $"{told} {snapshot.Notes}".TrimEnd() }));
        _snapshot = new JobSnapshot { Stage = ticket.Shot.Length > 0 ? JobStage.Fetching : JobStage.Sending, Ticket = ticket };
        Work = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <summary>Makes the request and sends the files it hangs on; called again when the line broke in between.</summary>
    public delegate Task<GenerationRequest> RequestMaker(ServerConnection connection, CancellationToken cancellationToken);

    public Task Work { get; }

    /// <summary>The job as it is now.</summary>
    public JobSnapshot Snapshot
    {
        get
        {
            var snapshot = Volatile.Read(ref _snapshot);
            return snapshot is { Message: "", Stage: JobStage.Sending or JobStage.Fetching }
                ? snapshot with { Message = _line.Report.Message }
                : snapshot;
        }
    }

    /// <summary>Whether its end loses nothing: it was sent before, and has no frames here.</summary>
    public bool IsDispensable => _makeRequest is null && Volatile.Read(ref _snapshot).Stage is not (JobStage.Fetching or JobStage.Ready);

    /// <summary>Asks for the job's end. What was not sent yet never is; what is published stays.</summary>
    public void Cancel()
    {
        CancellationTokenSource attention;
        lock (_gate)
        {
            if (_snapshot.IsOver || _snapshot.Stage is JobStage.Fetching or JobStage.Ready)
            {
                return;
            }

            _cancelAsked = true;
            if (!_submitBegun)
            {
                _snapshot = _snapshot with { Stage = JobStage.Cancelled, Message = "" };
            }

            attention = _attention;
        }

        // Whoever waits goes on with a thread of the pool, not with the caller's.
        _ = attention.CancelAsync();
    }

    /// <summary>Copies one frame into a caller's memory. Blocks for the disk at most.</summary>
    /// <exception cref="NotReadyException">The job is not ready.</exception>
    /// <exception cref="ArgumentException">No such image can be.</exception>
    /// <exception cref="NoSuchFrameException">There is no such frame.</exception>
    /// <exception cref="FramesGoneException">The frames were removed; they are being fetched again.</exception>
    public void Read(long frame, in ImageWindow window)
    {
        var frames = Volatile.Read(ref _frames)
            ?? throw new NotReadyException($"The job has no frames yet: it is {Snapshot.Stage.ToString().ToLowerInvariant()}.");
        try
        {
            frames.Read(frame, window);
        }
        catch (FramesGoneException)
        {
            FetchAgain(frames);
            throw;
        }
    }

    /// <summary>Copies the shot's files into a folder, behind the caller's back; the job's message says how that went.</summary>
    /// <exception cref="NotReadyException">The shot is not published yet, or its files are being copied.</exception>
    /// <exception cref="ArgumentException">No such folder.</exception>
    public void Deliver(string folder) => _delivery.Begin(Snapshot.Files ?? throw new NotReadyException("The shot has no files yet."), folder);

    /// <summary>Lets the frames go when nobody has read for so long; the next read maps them again.</summary>
    public void Rest(TimeSpan idle) => Volatile.Read(ref _frames)?.Rest(idle);

    /// <summary>Ends the loop; the job itself runs on in the server.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            if (!_ended)
            {
                _ = _stop.CancelAsync();
            }
        }
    }

    private async Task RunAsync()
    {
        try
        {
            while (!Volatile.Read(ref _snapshot).IsOver)
            {
                var attention = TakeAttention();
                using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, attention);
                await AdvanceGuardedAsync(either.Token);
                if (_stop.IsCancellationRequested)
                {
                    return;
                }
            }
        }
        finally
        {
            Sent();
            Interlocked.Exchange(ref _frames, null)?.Dispose();
            lock (_gate)
            {
                // A session outlives many jobs: its token must not hold on to them.
                _ended = true;
                _stop.Dispose();
            }
        }
    }

    // Word that was left before this is seen by what follows; word that comes later ends its waits.
    private CancellationToken TakeAttention()
    {
        lock (_gate)
        {
            if (_attention.IsCancellationRequested)
            {
                _attention = new CancellationTokenSource();
            }

            return _attention.Token;
        }
    }

    private async Task AdvanceGuardedAsync(CancellationToken cancellationToken)
    {
        ServerConnection? connection = null;
        try
        {
            if (Volatile.Read(ref _frames) is not null)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }

            connection = await _line.OpenAsync(cancellationToken);
            await AdvanceAsync(connection, cancellationToken);
        }
        catch (Exception error) when (cancellationToken.IsCancellationRequested && error is OperationCanceledException or RpcException or ObjectDisposedException)
        {
            // Asked to look again, or to stop.
        }
        catch (Exception error) when (error is ObjectDisposedException or OperationCanceledException || error is RpcException broken && ServerFault.IsLost(broken))
        {
            if (connection is not null)
            {
                _line.Drop(connection);
            }

            await PauseAsync(s_lostPause, cancellationToken);
        }
        catch (Exception error) when (error is ServerUnavailableException or ContractMismatchException or FramesGoneException)
        {
            // The line itself waits before it tries again, and has the words.
            await PauseAsync(s_lostPause, cancellationToken);
        }
        catch (RpcException error) when (_snapshot.Stage == JobStage.Fetching && ServerFault.MayPass(error))
        {
            Set(snapshot => snapshot with { Message = ServerFault.Words(error) });
            await PauseAsync(s_refusedPause, cancellationToken);
        }
        catch (Exception error)
        {
            await DiscardAsync(connection);
            Set(snapshot => snapshot with { Stage = JobStage.Failed, Message = error is RpcException refused ? ServerFault.Words(refused) : error.Message });
        }
    }

    private Task AdvanceAsync(ServerConnection connection, CancellationToken cancellationToken)
    {
        var ticket = Volatile.Read(ref _snapshot).Ticket;
        var generation = new Generation.GenerationClient(connection.Calls);
        return ticket.Shot.Length > 0 ? FetchAsync(new Library.LibraryClient(connection.Calls), ticket.Shot, cancellationToken)
            : ticket.Job.Length > 0 ? FollowAsync(connection, generation, ticket.Job, cancellationToken)
            : _makeRequest is null || _cancelAsked ? FindAsync(generation, ticket.Key, cancellationToken)
            : SubmitAsync(connection, generation, ticket.Key, cancellationToken);
    }

    private async Task SubmitAsync(
        ServerConnection connection, Generation.GenerationClient generation, string key, CancellationToken cancellationToken)
    {
        _request ??= await _makeRequest!(connection, cancellationToken);
        lock (_gate)
        {
            if (_cancelAsked)
            {
                return;
            }

            _submitBegun = true;
        }

        // Not ended by a cancellation: whether the job was taken must be known.
        var answer = await generation.SubmitAsync(new SubmitRequest { ClientKey = key, Request = _request }, _line.Headers, cancellationToken: _stop.Token);
        Apply(answer.Job);
    }

    // A wish that was sent, as far as anybody knows: the server says whether it heard.
    private async Task FindAsync(Generation.GenerationClient generation, string key, CancellationToken cancellationToken)
    {
        try
        {
            Apply(await generation.GetAsync(new GetJobRequest { ClientKey = key }, cancellationToken: cancellationToken));
        }
        catch (RpcException error) when (error.StatusCode is StatusCode.NotFound or StatusCode.InvalidArgument)
        {
            Set(snapshot => _cancelAsked
                ? snapshot with { Stage = JobStage.Cancelled, Message = "" }
                : snapshot with { Stage = JobStage.Missing, Message = "No server on this machine has taken this wish. Submit it again." });
        }
    }

    private async Task FollowAsync(
        ServerConnection connection, Generation.GenerationClient generation, string id, CancellationToken cancellationToken)
    {
        try
        {
            if (_cancelAsked && !_cancelSent)
            {
                await generation.CancelAsync(new CancelRequest { JobId = id }, cancellationToken: cancellationToken);
                _cancelSent = true;
            }

            using var watch = generation.Watch(new WatchRequest { JobId = id }, cancellationToken: cancellationToken);
            await foreach (var update in watch.ResponseStream.ReadAllAsync(cancellationToken))
            {
                Apply(update.Job);
            }

            // The stream ended in order: the job is finished, or the server is stopping.
            Apply(await generation.GetAsync(new GetJobRequest { JobId = id }, cancellationToken: cancellationToken));
            if (Volatile.Read(ref _snapshot).Stage is JobStage.Queued or JobStage.Running)
            {
                await Task.Delay(s_lostPause, cancellationToken);
            }
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.NotFound)
        {
            // Jobs can be forgotten; their shots stay.
            var shot = await PublishedWork.FindShotAsync(new Library.LibraryClient(connection.Calls), id, cancellationToken);
            Set(snapshot => shot is null
                ? snapshot with { Stage = JobStage.Missing, Message = $"This machine has neither job {id} nor its shot. Make it again." }
                : snapshot with { Stage = JobStage.Fetching, Ticket = snapshot.Ticket with { Shot = shot } });
        }
    }

    private async Task FetchAsync(Library.LibraryClient library, string name, CancellationToken cancellationToken)
    {
        try
        {
            var work = await PublishedWork.OpenAsync(library, name, _time, cancellationToken, (shot, recipe) => Set(snapshot => snapshot with
            {
                Folder = shot.Folder, Recipe = recipe, Files = ShotFiles.Of(shot),
            }));
            Volatile.Write(ref _frames, work);
            Set(snapshot => snapshot with
            {
                Stage = JobStage.Ready, Shape = work.Shape, Progress = 1, SecondsLeft = 0, Step = "", Message = snapshot.Notes,
            });
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.NotFound)
        {
            Set(snapshot => snapshot with
            {
                Stage = JobStage.Missing, Message = $"This machine's library has no shot {name}. Make it again, or bring its folder back.",
            });
        }
    }

    private void Apply(Job job)
    {
        Set(snapshot => JobReading.Apply(snapshot, job));
        Sent();
    }

    private void FetchAgain(FramesFile gone)
    {
        CancellationTokenSource attention;
        lock (_gate)
        {
            if (Interlocked.CompareExchange(ref _frames, null, gone) != gone)
            {
                return;
            }

            _snapshot = _snapshot with { Stage = JobStage.Fetching };
            attention = _attention;
        }

        gone.Dispose();
        _ = attention.CancelAsync();
    }

    // What was sent for a wish that is refused is taken back, as far as no other job hangs on it.
    private async Task DiscardAsync(ServerConnection? connection)
    {
        if (connection is null || _request is null || Volatile.Read(ref _snapshot).Ticket.Job.Length > 0)
        {
            return;
        }

        try
        {
            foreach (var piece in _request.Conditioning)
            {
                await new Media.MediaClient(connection.Calls).DiscardAsync(
                    new DiscardRequest { MediaId = piece.MediaId }, cancellationToken: _stop.Token);
            }
        }
        catch (Exception error) when (error is RpcException or OperationCanceledException or ObjectDisposedException)
        {
            // The refusal is the answer; the server removes what nobody takes.
        }
    }

    private void Sent() => Interlocked.Exchange(ref _sent, null)?.Invoke();

    private static async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken) =>
        await Task.Delay(pause, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private void Set(Func<JobSnapshot, JobSnapshot> change)
    {
        lock (_gate)
        {
            if (!_snapshot.IsOver)
            {
                Volatile.Write(ref _snapshot, change(_snapshot));
            }
        }
    }
}
