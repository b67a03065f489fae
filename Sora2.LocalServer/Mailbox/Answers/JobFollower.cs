using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Jobs.Faults;
using Sora2.LocalServer.Library;
using Sora2.LocalServer.Model;

namespace Sora2.LocalServer.Mailbox.Answers;

/// <summary>Keeps the answers of jobs under way as new as the jobs.</summary>
internal sealed class JobFollower(JobQueue jobs, ShotLibrary library, AnswerBook book, TimeProvider time, ILogger<JobFollower> log)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(1);

    /// <summary>The answer to a letter whose job is in this state.</summary>
    public Answer Describe(Answer answer, Job job) => answer with
    {
        Status = job.State.ToString().ToLowerInvariant(),
        Job = job.Id.ToString(),
        Progress = job.IsFinished && job.State == JobState.Succeeded ? 1 : Math.Round(job.Progress, 4),
        Stage = job.Stage,
        SecondsLeft = job.SecondsLeft is { } left ? Math.Round(left, 1) : null,
        FrameRate = new AnswerRate(job.Request.Sequence.FrameRate.Numerator, job.Request.Sequence.FrameRate.Denominator),
        Notes = job.Notes,
        Error = job.Error is null ? null : new AnswerError(job.Error.Code, job.Error.Message),
        Shots = job.IsFinished ? [.. job.Shots.Select(library.Get).OfType<PublishedShot>().Select(Describe)] : [],
    };

    /// <summary>Writes the job's states until the last one, or until the client has forgotten the answer.</summary>
    public async Task FollowAsync(Answer answer, CancellationToken cancellationToken)
    {
        var told = false;
        while (!await TryFollowAsync(answer, told, cancellationToken))
        {
            // The disk is full, or something else that may pass: the client waits for the last answer.
            told = true;
        }
    }

    private async Task<bool> TryFollowAsync(Answer answer, bool told, CancellationToken cancellationToken)
    {
        try
        {
            if (told)
            {
                await Task.Delay(s_again, time, cancellationToken);
            }

            try
            {
                await WatchAsync(answer, JobId.Parse(answer.Job!), cancellationToken);
            }
            catch (JobNotFoundException)
            {
                book.Update(answer with { Status = "failed", Error = new AnswerError("job_not_found", "The job was deleted.") });
            }

            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The server stops; the next one goes on.
            return true;
        }
        catch (Exception error)
        {
            if (!told)
            {
                log.AnswerFailed(answer.Name, error);
            }

            return false;
        }
    }

    private async Task WatchAsync(Answer answer, JobId id, CancellationToken cancellationToken)
    {
        var (status, told) = (answer.Status, time.GetTimestamp());
        PreviewFrame? shown = null;
        await foreach (var update in jobs.WatchAsync(id, 0, cancellationToken))
        {
            var next = Describe(answer, update.Job);
            var preview = ReferenceEquals(update.Job.Preview, shown) ? null : update.Job.Preview;
            var isFirst = shown is null && preview is not null;
            if (next.Status == status && !isFirst && time.GetElapsedTime(told) < s_interval)
            {
                continue;
            }

            (status, told) = (next.Status, time.GetTimestamp());
            if (!book.Update(next, preview is null ? null : PreviewPicture.Write(preview)))
            {
                return;
            }

            shown = preview ?? shown;
        }

        // Deleted while it was watched: the watch ends without a last state.
        if (book.Find(answer.Name) is { IsFinal: false })
        {
            throw new JobNotFoundException(id);
        }
    }

    /// <summary>A published shot as answers name it.</summary>
    public static AnswerShot Describe(PublishedShot shot) => new(
        shot.Name, shot.Folder, shot.Picture, shot.Mix,
        shot.Stems.OrderBy(static stem => stem.Key).ToDictionary(static stem => Word(stem.Key), static stem => stem.Value),
        shot.Recipe, shot.Poster);

    private static string Word(StemKind stem) => stem.ToString().ToLowerInvariant();
}
