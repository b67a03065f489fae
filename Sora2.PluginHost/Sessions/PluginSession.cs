using System.Text;
using Google.Protobuf;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Sessions.Dashboards;
using Sora2.PluginHost.Sessions.Footage;
using Sora2.PluginHost.Sessions.Wishes;

namespace Sora2.PluginHost.Sessions;

/// <summary>
/// What one program does with the server: its jobs and the line that they share. Nothing is connected or started before the first
/// job. Thread-safe; no call blocks but <see cref="Dispose"/>.
/// </summary>
internal sealed class PluginSession : IDisposable
{
    /// <summary>Longest text of a recipe, as the server takes it.</summary>
    public const int LongestRecipeBytes = 1 << 20;

    private static readonly TimeSpan s_sweep = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_idle = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_closing = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, Entry> _jobs = new(StringComparer.Ordinal);
    private readonly ServerLine _line;
    private readonly PackNeeds _needs;
    private readonly DashboardOpening _dashboard;
    private readonly TimeProvider _time;
    private readonly ITimer _sweeper;

    /// <param name="mayStart">Whether a server is started when none runs.</param>
    /// <param name="client">Of the program; may be empty.</param>
    public PluginSession(bool mayStart, string client, TimeProvider time)
    {
        _time = time;
        _line = new ServerLine(mayStart, client, _stop.Token);
        _needs = new PackNeeds(time, _stop.Token);
        _dashboard = new DashboardOpening(_line, _stop.Token);
        _sweeper = time.CreateTimer(_ => SweepGuarded(), null, s_sweep, s_sweep);
    }

    public ServerReport Report => _line.Report is { Message: "" } well ? well with { Message = _dashboard.Fault } : _line.Report;

    /// <summary>For tests.</summary>
    internal int JobCount
    {
        get
        {
            lock (_gate)
            {
                return _jobs.Count;
            }
        }
    }

    /// <summary>Asks a server that runs what it looks at of a clip, so that clips made later are no larger than that.</summary>
    /// <returns>For tests: ends when it was asked.</returns>
    public Task Prepare() => _needs.Ask();

    /// <summary>Opens the dashboard in the system's browser; what hinders it goes into the report.</summary>
    /// <returns>For tests: ends when the browser was started, or could not be.</returns>
    public Task OpenDashboard() => _dashboard.Begin();

    /// <summary>Frames of the host's to go on from; the caller releases it.</summary>
    /// <exception cref="ArgumentException">No such clip is taken.</exception>
    /// <exception cref="IOException">There is no room for scratch files.</exception>
    public HostClip NewClip(ClipFormat format)
    {
        _ = _needs.Ask();
        return new HostClip(format, _needs.Known);
    }

    /// <summary>Sends a wish; <see cref="Forget"/> lets go of what it returns, as of all jobs below.</summary>
    /// <exception cref="ArgumentException">A bad field, as far as it can be seen here.</exception>
    public HostJob Submit(Wish wish)
    {
        wish.Check();
        wish.Clip?.Hold();
        return Send((connection, cancellationToken) => new WishRequest(wish, connection).MakeAsync(cancellationToken), wish.Clip is { } clip ? clip.Release : null);
    }

    /// <summary>Makes a shot again from its recipe's text.</summary>
    /// <exception cref="ArgumentException">Empty, or too long.</exception>
    public HostJob Remake(string recipe)
    {
        if (string.IsNullOrWhiteSpace(recipe) || Encoding.UTF8.GetByteCount(recipe) > LongestRecipeBytes)
        {
            throw new ArgumentException($"recipe: got {recipe.Length} characters; allowed: the text of a shot.json, at most {LongestRecipeBytes} bytes.");
        }

        return Send(
            async (connection, cancellationToken) => (await new Library.LibraryClient(connection.Calls).ReadRecipeAsync(
                new ReadRecipeRequest { Recipe = ByteString.CopyFromUtf8(recipe) }, cancellationToken: cancellationToken)).Request,
            sent: null);
    }

    /// <summary>A job by its ticket: the same one when this session has it already.</summary>
    public HostJob Attach(Ticket ticket)
    {
        lock (_gate)
        {
            // What was missing may have come back.
            if (_jobs.TryGetValue(ticket.Key, out var known) && known.Job.Snapshot.Stage != JobStage.Missing)
            {
                known.Handles++;
                return known.Job;
            }

            _line.Hurry();
            return Keep(new HostJob(_line, ticket, makeRequest: null, sent: null, _time, _stop.Token), ticket.Key);
        }
    }

    /// <summary>A caller lets go of a job. One that is not sent yet is sent all the same.</summary>
    public void Forget(HostJob job)
    {
        lock (_gate)
        {
            if (_jobs.GetValueOrDefault(job.Snapshot.Ticket.Key) is { } entry && entry.Job == job)
            {
                entry.Handles--;
                entry.Released = _time.GetTimestamp();

                // A project of many thousand effects, none of whose shots is here, must not leave as many jobs behind.
                if (entry.Handles == 0 && job.IsDispensable)
                {
                    job.Stop();
                    _jobs.Remove(job.Snapshot.Ticket.Key);
                }
            }
        }
    }

    /// <summary>Ends the session's work; its jobs run on in the server. Blocks, for a second at most.</summary>
    public void Dispose()
    {
        Task[] work;
        lock (_gate)
        {
            work = [.. _jobs.Values.Select(static entry => entry.Job.Work)];
            _jobs.Clear();
        }

        _sweeper.Dispose();
        _ = _stop.CancelAsync();
        ((IAsyncResult)Task.WhenAll(work)).AsyncWaitHandle.WaitOne(s_closing);
        _line.Dispose();
    }

    /// <summary>Lets go of what nobody has used for a while: maps of frames, and jobs without a handle.</summary>
    internal void Sweep(TimeSpan? idle = null)
    {
        lock (_gate)
        {
            foreach (var (key, entry) in _jobs.ToList())
            {
                entry.Job.Rest(idle ?? s_idle);
                var isSent = entry.Job.IsDispensable || entry.Job.Snapshot.Stage != JobStage.Sending;
                if (entry.Handles == 0 && isSent && _time.GetElapsedTime(entry.Released) >= (idle ?? s_idle))
                {
                    entry.Job.Stop();
                    _jobs.Remove(key);
                }
            }
        }
    }

    // What a timer's call throws would end the program that this library is a guest of.
    private void SweepGuarded()
    {
        try
        {
            Sweep();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // The next sweep looks again.
        }
    }

    private HostJob Send(HostJob.RequestMaker makeRequest, Action? sent)
    {
        _line.Hurry();
        var ticket = Ticket.New();
        return Keep(new HostJob(_line, ticket, makeRequest, sent, _time, _stop.Token), ticket.Key);
    }

    private HostJob Keep(HostJob job, string key)
    {
        lock (_gate)
        {
            _jobs[key] = new Entry(job) { Handles = 1 };
            return job;
        }
    }

    private sealed class Entry(HostJob job)
    {
        public HostJob Job { get; } = job;

        public int Handles { get; set; }

        public long Released { get; set; }
    }
}
