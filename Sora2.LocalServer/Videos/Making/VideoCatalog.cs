using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Jobs.Faults;
using Sora2.LocalServer.Library;
using Sora2.LocalServer.Videos.Wire;
using Sora2.LocalServer.Videos.Wishes;

namespace Sora2.LocalServer.Videos.Making;

/// <summary>Finds videos with their jobs and shots, and tells them as the API does.</summary>
internal sealed class VideoCatalog(VideoStore videos, JobQueue jobs, ShotLibrary library)
{
    private const int MostKnown = 4096;

    // What never changes of a video while it is there: hundreds of clients ask for the same ones again and again.
    private readonly ReadCache<string, Known> _known = new(MostKnown);

    /// <exception cref="ApiException">No such video: 404.</exception>
    public (VideoRow Row, Job Job) Get(string? id)
    {
        var wanted = VideoId.Parse(id, "video", "Video");
        return Find(wanted) ?? throw ApiException.NotFound("Video", wanted);
    }

    /// <summary>Call it after a video was removed.</summary>
    public void Forget(string id) => _known.Forget(id);

    /// <summary>The published shot of a completed video.</summary>
    /// <exception cref="ApiException">It is not completed, or the shot is gone from the library.</exception>
    public PublishedShot ShotOf(VideoRow row, Job job)
    {
        if (job.State != JobState.Succeeded)
        {
            throw new ApiException(
                StatusCodes.Status400BadRequest, $"Video '{row.Id}' is not ready: its status is {StatusOf(job)}.", null, "video_not_ready");
        }

        return library.Get(job.Shots[0])
            ?? throw new ApiException(StatusCodes.Status404NotFound, $"The content of video '{row.Id}' is gone from the library.", null, "video_expired");
    }

    public VideoReply Reply(string? id)
    {
        var (row, job) = Get(id);
        return Reply(row, job);
    }

    public VideoReply Reply(VideoRow row, Job job) => new()
    {
        Id = row.Id,
        Model = row.Facts.Model,
        Status = StatusOf(job),
        Progress = job.State == JobState.Succeeded ? 100 : Math.Clamp((int)(job.Progress * 100), 0, 99),
        CreatedAt = WireJson.Time(row.CreatedAt),
        CompletedAt = job.State == JobState.Succeeded ? WireJson.Time(job.FinishedAt) : null,
        Prompt = row.Facts.Prompt,
        Size = row.Facts.Size,
        Seconds = row.Facts.Seconds,
        RemixedFromVideoId = row.Facts.RemixedFrom,
        Error = ErrorOf(job),
        Seed = row.Facts.Seed,
        Fps = row.Facts.Fps,
        Stems = job.State == JobState.Succeeded && job.Shots.Count > 0 && library.Get(job.Shots[0]) is { } shot
            ? [.. shot.Stems.Keys.Order().Select(static stem => stem.Word())]
            : [],
        Made = row.Facts.Made,
        Notes = [.. row.Facts.Notes.Concat(job.Notes).Distinct()],
        Shot = job.Shots.FirstOrDefault(),
        SourceVideoId = row.Facts.Source,
    };

    /// <summary>A page of videos.</summary>
    /// <param name="count">0 to 100.</param>
    /// <exception cref="ApiException">No such video to begin after: 404.</exception>
    public (IReadOnlyList<VideoReply> Page, bool HasMore) List(string? after, bool ascending, int count)
    {
        long? number = after is null
            ? null
            : (videos.Find(VideoId.Parse(after, "video", "Video")) ?? throw ApiException.NotFound("Video", after)).Number;
        var rows = videos.List(number, ascending, count + 1);
        var page = new List<VideoReply>();
        foreach (var row in rows.Take(count))
        {
            if (Find(row.Id) is var (_, job))
            {
                page.Add(Reply(row, job));
            }
        }

        return (page, count > 0 && rows.Count > count);
    }

    private (VideoRow Row, Job Job)? Find(string id) =>
        _known.Get(id, Read, static _ => true) is { } known && jobs.Get(known.Job) is { } job ? (known.Row, job) : null;

    private Known? Read(string id) => videos.Find(id) is { } row && jobs.FindByKey(id) is { } job ? new Known(row, job.Id) : null;

    public static string StatusOf(Job job) => job.State switch
    {
        JobState.Queued => "queued",
        JobState.Running => "in_progress",
        JobState.Succeeded => "completed",
        _ => "failed",
    };

    private static VideoError? ErrorOf(Job job) => job.State switch
    {
        JobState.Cancelled => new VideoError("cancelled", "The video was cancelled."),
        JobState.Failed or JobState.Quarantined => new VideoError(
            job.Error?.Code ?? JobErrorCodes.Internal, job.Error?.Message ?? "The video could not be made."),
        _ => null,
    };

    private sealed record Known(VideoRow Row, JobId Job);
}
