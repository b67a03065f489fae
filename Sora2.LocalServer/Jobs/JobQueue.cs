using System.Globalization;
using System.Runtime.CompilerServices;
using Sora2.LocalServer.Jobs.Faults;
using Sora2.LocalServer.Jobs.Store;
using Sora2.LocalServer.Library;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Jobs;

/// <summary>The durable queue as the doors see it. Thread-safe.</summary>
public sealed class JobQueue
{
    private const int LongestClientKey = 128;
    private const int LargestPage = 1000;
    private const int MostKept = 1024;

    private readonly JobStore _store;
    private readonly JobFeeds _feeds;
    private readonly JobSignals _signals;
    private readonly Admission _admission;
    private readonly UploadStore _uploads;
    private readonly ShotLibrary _library;
    private readonly JobOptions _options;

    // Jobs that have ended: programs poll them long after.
    private readonly ReadCache<JobId, Job> _ended = new(MostKept);

    internal JobQueue(
        JobStore store, JobFeeds feeds, JobSignals signals, Admission admission, UploadStore uploads, ShotLibrary library, JobOptions options)
    {
        _store = store;
        _feeds = feeds;
        _signals = signals;
        _admission = admission;
        _uploads = uploads;
        _library = library;
        _options = options;
    }

    /// <summary>Queues a request. It is on the disk when this returns.</summary>
    /// <param name="clientKey">1 to 128 visible ASCII characters: the same key and request give the same job.</param>
    /// <exception cref="InvalidRequestException">A field is bad; nothing was queued.</exception>
    /// <exception cref="ClientKeyConflictException">The key belongs to another request.</exception>
    /// <exception cref="QueueFullException">Too many jobs wait.</exception>
    /// <exception cref="StorageException">The disk is full or not writable; nothing was queued.</exception>
    public Task<Job> SubmitAsync(GenerationRequest request, string clientKey, CancellationToken cancellationToken)
    {
        if (clientKey.Length is 0 or > LongestClientKey || clientKey.Any(letter => letter is <= ' ' or > '~'))
        {
            throw new InvalidRequestException(
                "client_key", $"{clientKey.Length} characters", $"1 to {LongestClientKey} visible ASCII characters, new for every wish");
        }

        // SQLite blocks; a caller's thread must not.
        return Task.Run(() => SubmitCheckedAsync(request, clientKey, cancellationToken), cancellationToken);
    }

    public Job? Get(JobId id) => _feeds.Latest(id) ?? _ended.Get(id, _store.Find, static job => job.IsFinished);

    /// <summary>The job that was submitted under a client's key, or null.</summary>
    public Job? FindByKey(string clientKey) => _store.FindByKey(clientKey) is { } job ? Get(job.Id) ?? job : null;

    /// <summary>Completes when the next job ends, whichever it is. Take it, then look at the jobs, then wait for it: nothing is missed.</summary>
    public Task NextEnd => _feeds.NextEnd;

    /// <summary>Jobs newest first.</summary>
    /// <param name="pageSize">1 to 1000.</param>
    /// <param name="pageToken">From the page before; null or empty for the first.</param>
    /// <param name="state">Only these; null takes all.</param>
    /// <exception cref="InvalidRequestException">A bad size or token.</exception>
    public JobPage List(int pageSize, string? pageToken, JobState? state)
    {
        if (pageSize is < 1 or > LargestPage)
        {
            throw new InvalidRequestException("page_size", pageSize.ToString(CultureInfo.InvariantCulture), $"1 to {LargestPage}");
        }

        var before = long.MaxValue;
        if (!string.IsNullOrEmpty(pageToken)
            && !long.TryParse(pageToken, NumberStyles.None, CultureInfo.InvariantCulture, out before))
        {
            throw new InvalidRequestException("page_token", $"{pageToken.Length} characters", "the token of the page before");
        }

        var (jobs, next, total) = _store.List(pageSize, before, state);
        return new JobPage(
            [.. jobs.Select(job => _feeds.Latest(job.Id) is { } live && live.Sequence > job.Sequence ? live : job)],
            next?.ToString(CultureInfo.InvariantCulture),
            total);
    }

    /// <summary>Jobs that wait, the next to run first.</summary>
    public IReadOnlyList<Job> Waiting(int count) => _store.Waiting(count);

    /// <summary>Places of all jobs that wait, from 1: the next to run.</summary>
    public IReadOnlyDictionary<JobId, int> Places() => _store.Order.Waiting().Select(static (id, index) => (id, index)).ToDictionary(static job => job.id, static job => job.index + 1);

    /// <summary>A waiting job's place, from 1: the next to run; 0 when it does not wait.</summary>
    public int PlaceOf(JobId id) => _store.Order.PlaceOf(id);

    /// <summary>Moves a waiting job. It is on the disk when this returns.</summary>
    /// <param name="other">The job that it is to stand beside; null for all moves but before and after.</param>
    /// <returns>Its place from now on, from 1.</returns>
    /// <exception cref="InvalidRequestException">No other job for a move that wants one, the other way round, or the job itself.</exception>
    /// <exception cref="JobNotFoundException">One of them is not there; nothing was moved.</exception>
    /// <exception cref="JobStateException">One of them has begun or ended meanwhile; nothing was moved.</exception>
    public Task<int> MoveAsync(JobId id, QueueMove move, JobId? other, CancellationToken cancellationToken)
    {
        if ((move is QueueMove.Before or QueueMove.After) != (other is not null) || other == id)
        {
            throw new InvalidRequestException("other_job_id", other?.ToString() ?? "nothing", "another job that waits, to move before or after it; nothing for other moves");
        }

        return Task.Run(
            () =>
            {
                var place = _store.Order.Move(id, move, other);
                _feeds.Announce();
                return place;
            },
            cancellationToken);
    }

    /// <summary>Follows a job to its end: every state newer than <paramref name="afterSequence"/>, slow readers skip some.</summary>
    /// <exception cref="JobNotFoundException">No such job.</exception>
    public async IAsyncEnumerable<JobUpdate> WatchAsync(
        JobId id, long afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_store.Find(id) is null)
        {
            throw new JobNotFoundException(id);
        }

        await foreach (var job in _feeds.WatchAsync(id, afterSequence, () => _store.Find(id), cancellationToken))
        {
            yield return new JobUpdate(job);
        }
    }

    /// <summary>Ends at the next change of any job, shots among it; take it before you look at the jobs.</summary>
    public Task AnyChange => _feeds.Anything;

    /// <summary>
    /// Asks for the job's end. A waiting job ends at once, a running one as soon as its worker stops; what it has published
    /// stays. A finished job is left as it is.
    /// </summary>
    /// <exception cref="JobNotFoundException">No such job.</exception>
    public Task CancelAsync(JobId id, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var row = _store.AskCancel(id) ?? throw new JobNotFoundException(id);
            _signals.Cancel(id);
            if (row.Job.State == JobState.Cancelled)
            {
                _library.Release(id.ToString());
                _feeds.Publish(row.Job);
            }
        },
        cancellationToken);

    /// <summary>Forgets a finished job and its client key; its shots stay in the library.</summary>
    /// <exception cref="JobNotFoundException">No such job.</exception>
    /// <exception cref="JobStateException">It is not finished.</exception>
    public Task DeleteAsync(JobId id, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            if (_store.Delete(id))
            {
                _ended.Forget(id);
                _feeds.Remove(id);
                return;
            }

            throw _store.Find(id) is { } job
                ? new JobStateException(id, job.State, "cancel it before you delete it")
                : new JobNotFoundException(id);
        },
        cancellationToken);

    /// <summary>Forgets an upload that no job has taken, such as that of a refused request; any other is left as it is.</summary>
    public Task DiscardUploadAsync(string mediaId, CancellationToken cancellationToken) =>
        Task.Run(() => _store.UnlessTaken(mediaId, () => _uploads.Remove(mediaId)), cancellationToken);

    private async Task<Job> SubmitCheckedAsync(GenerationRequest request, string clientKey, CancellationToken cancellationToken)
    {
        if (_store.FindSame(request, clientKey) is { } same)
        {
            return Get(same.Id) ?? same;
        }

        await _admission.CheckAsync(request, cancellationToken);
        var (job, isNew) = _store.Add(request, clientKey, _options.QueueLimit);
        if (isNew)
        {
            _signals.Wake();
            _feeds.Announce();
        }

        return job;
    }
}
