using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Jobs.Faults;
using Sora2.LocalServer.Planning;
using Sora2.LocalServer.Requests;
using Sora2.LocalServer.Videos.Wire;
using Sora2.LocalServer.Videos.Wishes;

namespace Sora2.LocalServer.Videos.Making;

/// <summary>Turns calls that ask for a video into jobs: one for each wish, however often a client sends it.</summary>
internal sealed class VideoMaker(JobQueue jobs, IPlanner planner, VideoStore videos, RetryLedger ledger, ILogger<VideoMaker> logger)
{
    private const int LongestKey = 255;

    /// <summary>Answers a call with its video once the job is durable.</summary>
    /// <param name="read">Reads the fields; runs only for a wish of its own.</param>
    /// <returns>The id of the video.</returns>
    public async Task<string> AnswerAsync(HttpContext context, RequestFields fields, Func<CancellationToken, Task<VideoWish>> read)
    {
        var key = KeyOf(context);
        var callHash = Hash($"{context.Request.Path}\n{key ?? fields.Canonical}");
        var tries = TriesOf(context);
        var id = await ledger.EarlierAsync(callHash, tries, key is not null);
        try
        {
            if (id is null || jobs.FindByKey(id) is null)
            {
                // From here on the wish is taken whether its client stays or not: a try that follows finds it.
                var wanted = id ?? VideoId.New();
                id = await ledger.RunAsync(callHash, async () => await MakeAsync(wanted, callHash, await read(CancellationToken.None)));
            }
        }
        catch (Exception error)
        {
            await References.DiscardAsync(jobs, fields.Media);
            if (error is QueueFullException)
            {
                ledger.Refused(callHash);
            }

            throw;
        }

        if (context.RequestAborted.IsCancellationRequested)
        {
            ledger.Unanswered(callHash, id);
        }
        else
        {
            context.Response.OnCompleted(() =>
            {
                if (context.RequestAborted.IsCancellationRequested)
                {
                    ledger.Unanswered(callHash, id);
                }

                return Task.CompletedTask;
            });
        }

        Warn(context, fields);
        return id;
    }

    /// <summary>Queues one wish under an id.</summary>
    /// <returns>The same id.</returns>
    public async Task<string> MakeAsync(string id, string callHash, VideoWish wish)
    {
        var plan = planner.Plan(wish.Request, variant: 0);
        var facts = wish.Facts with
        {
            Made = new MadeAs(
                plan.Pack,
                string.Create(CultureInfo.InvariantCulture, $"{plan.Picture.Width}x{plan.Picture.Height}"),
                plan.ModelFrameRate.ToString(),
                Math.Round(plan.Picture.Frames / plan.FrameRate.FramesPerSecond, 3)),
        };

        // The row first: a server that ends between the two leaves a row that nobody was told of, and no job that nobody knows.
        if (videos.Find(id) is null)
        {
            videos.Add(id, callHash, facts);
        }

        try
        {
            var job = await jobs.SubmitAsync(wish.Request, id, CancellationToken.None);
            logger.VideoSubmitted(id, job.Id.ToString());
            return id;
        }
        catch
        {
            videos.Remove(id);
            throw;
        }
    }

    /// <summary>The hash that names a call.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string? KeyOf(HttpContext context)
    {
        var key = context.Request.Headers["Idempotency-Key"].ToString();
        return key.Length <= LongestKey
            ? key.Length == 0 ? null : key
            : throw ApiException.Invalid("Idempotency-Key", $"'Idempotency-Key' must have at most {LongestKey} characters.");
    }

    private static int? TriesOf(HttpContext context) =>
        int.TryParse(context.Request.Headers["x-stainless-retry-count"], NumberStyles.None, CultureInfo.InvariantCulture, out var tries) ? tries : null;

    // What a newer or a mistaken client sends is no reason to refuse it, but it should be told.
    private static void Warn(HttpContext context, RequestFields fields)
    {
        const int Most = 16;
        var names = fields.Unread.Select(static name => string.Concat(name.Where(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '[' or ']').Take(64)));
        var ignored = string.Join(", ", names.Where(static name => name.Length > 0).Take(Most));
        if (ignored.Length > 0)
        {
            context.Response.Headers["x-sora2-ignored"] = ignored;
        }
    }
}
