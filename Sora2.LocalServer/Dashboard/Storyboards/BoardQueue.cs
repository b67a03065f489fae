using System.Globalization;
using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Jobs.Faults;
using Sora2.LocalServer.Library;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Dashboard.Storyboards;

/// <summary>Queues the shots of storyboards and knows their jobs again.</summary>
internal sealed class BoardQueue(JobQueue jobs, ShotLibrary library, BoardStore boards, TimeProvider time)
{
    /// <summary>Queues every shot of a storyboard. It is one wish: where a shot is refused, what was queued of it before is cancelled.</summary>
    /// <exception cref="InvalidRequestException">The storyboard or one of its shots, which is named.</exception>
    /// <exception cref="QueueFullException">It does not fit into the queue.</exception>
    /// <exception cref="StorageException">The disk is full or not writable.</exception>
    public async Task<QueuedBoard> SubmitAsync(BoardForm form)
    {
        var requests = form.ToRequests();
        var board = new QueuedBoard
        {
            Id = BoardStore.NewId(),
            CreatedAt = time.GetUtcNow(),
            Board = form.ToStoryboard(static member => member.MediaId!),
            Continuous = form.Continuous,
        };
        try
        {
            foreach (var (index, request) in requests.Index())
            {
                var job = await SubmitAsync(board, index, request, "first");
                board = board with { Jobs = [.. board.Jobs, job.Id.ToString()] };
                boards.Save(board);
            }

            return board;
        }
        catch
        {
            await CancelAsync(board);
            boards.Remove(board.Id);
            throw;
        }
    }

    /// <summary>The job of each shot; null for one that was taken off the queue's list.</summary>
    public IReadOnlyList<Job?> JobsOf(QueuedBoard board) =>
        [.. board.Jobs.Select(text => JobId.TryParse(text, out var id) ? jobs.Get(id) : null)];

    /// <summary>The shots of each job that are in the library.</summary>
    public IReadOnlyList<PublishedShot> ShotsOf(QueuedBoard board, int index) =>
        [.. library.OfJob(board.Jobs[index]).Where(shot => library.Get(shot.Name) is not null)];

    /// <summary>The first variant of every shot that is made, in order: what is cut together.</summary>
    public IReadOnlyList<string> ShotsToCut(QueuedBoard board) =>
        [.. board.Jobs.Index().Select(entry => ShotsOf(board, entry.Index).FirstOrDefault()?.Name).OfType<string>()];

    /// <summary>Ends what is not made yet.</summary>
    public async Task CancelAsync(QueuedBoard board)
    {
        foreach (var job in JobsOf(board).OfType<Job>().Where(static job => !job.IsFinished))
        {
            await jobs.CancelAsync(job.Id, CancellationToken.None);
        }
    }

    /// <summary>Makes one shot again that did not succeed. Asked twice, it makes one job.</summary>
    public async Task<QueuedBoard> TryAgainAsync(QueuedBoard board, int index, Job ended)
    {
        var again = await SubmitAsync(board, index, ended.Request, ended.Id.ToString());
        var latest = boards.Find(board.Id) ?? board;
        latest = latest with { Jobs = [.. latest.Jobs.Select((id, at) => at == index ? again.Id.ToString() : id)] };
        boards.Save(latest);
        return latest;
    }

    private async Task<Job> SubmitAsync(QueuedBoard board, int index, GenerationRequest request, string after)
    {
        try
        {
            return await jobs.SubmitAsync(request, string.Create(CultureInfo.InvariantCulture, $"board-{board.Id}-{index}-{after}"), CancellationToken.None);
        }
        catch (InvalidRequestException error) when (!board.Continuous)
        {
            throw new InvalidRequestException(string.Create(CultureInfo.InvariantCulture, $"shot {index + 1}: {error.Field}"), error.Given, error.Allowed);
        }
    }
}
