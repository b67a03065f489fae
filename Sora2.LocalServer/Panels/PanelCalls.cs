using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Jobs.Faults;
using Sora2.LocalServer.Library;
using Sora2.LocalServer.Mailbox;
using Sora2.LocalServer.Mailbox.Answers;
using Sora2.LocalServer.Mailbox.Letters;
using Sora2.LocalServer.Model;
using Sora2.LocalServer.Requests;
using Sora2.LocalServer.Rpc;
using Sora2.LocalServer.Rpc.Mapping;
using V1 = Sora2.Contracts.V1;

namespace Sora2.LocalServer.Panels;

/// <summary>Carries out the calls of panels. Letters and answers are the mailbox's, so a wish is one job whichever door it comes through.</summary>
internal sealed class PanelCalls(
    LetterQueue letters, JobQueue jobs, JobFollower follower, ShotLibrary library, MailboxFolder mailbox, UploadStore uploads,
    TimeProvider time, ILogger<PanelCalls> log)
{
    // A panel is narrow.
    private const int PreviewWidth = 320;

    private const int HistoryPage = 50;

    // Pictures of a job that makes many steps a second tell no more than a few of them.
    private static readonly TimeSpan s_previewInterval = TimeSpan.FromMilliseconds(250);

    private static readonly JsonParser s_strict = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(false));

    /// <summary>Answers one call, a watch with many answers. What is wrong with it is told, not thrown.</summary>
    public Task AnswerAsync(PanelCall call, Func<JsonObject, Task> reply, CancellationToken cancellationToken) =>
        GuardAsync(call.Id, call.Op, reply, () => call.Op switch
        {
            "letter" => TakeLetterAsync(call, reply, cancellationToken),
            "watch" => WatchAsync(call, reply, cancellationToken),
            "propose" => reply(Propose(call)),
            "history" => ListAsync(call, reply, cancellationToken),
            _ => throw new InvalidRequestException("op", $"{call.Op.Length} characters", "letter, watch, propose, history or upload"),
        });

    /// <summary>Stores an upload and tells its media id.</summary>
    public Task StoreAsync(long id, Stream content, Func<JsonObject, Task> reply, CancellationToken cancellationToken) =>
        GuardAsync(id, "upload", reply, async () =>
        {
            await using (content)
            {
                await reply(new JsonObject { ["re"] = id, ["mediaId"] = await uploads.AddAsync(content, cancellationToken) });
            }
        });

    public static JsonObject Reply<T>(long id, string what, T value) => new() { ["re"] = id, [what] = JsonSerializer.SerializeToNode(value, AnswerBook.Json) };

    private async Task GuardAsync(long id, string op, Func<JsonObject, Task> reply, Func<Task> answer)
    {
        try
        {
            await answer();
        }
        catch (BadLetterException bad)
        {
            await reply(Reply(id, "error", new AnswerError("bad_letter", bad.Message, bad.Field, bad.Given, bad.Allowed)));
        }
        catch (Exception error) when (error is not (OperationCanceledException or System.Net.WebSockets.WebSocketException))
        {
            var refusal = Refusal.Explain(error);
            if (refusal.Code == Refusal.Internal)
            {
                log.PanelCallFailed(op, error);
            }

            await reply(Reply(id, "error", refusal));
        }
    }

    private async Task TakeLetterAsync(PanelCall call, Func<JsonObject, Task> reply, CancellationToken cancellationToken)
    {
        if (call.Letter is not { } text)
        {
            throw new InvalidRequestException("letter", "nothing", "a letter of docs/mailbox.md");
        }

        var letter = LetterText.Read(Encoding.UTF8.GetBytes(text.GetRawText()), null, time.GetUtcNow());
        Job job;
        switch (letter.Op)
        {
            case "submit":
                job = await letters.SubmitAsync(letter, MediaFoldersFor(letter), cancellationToken);
                break;

            case "cancel":
                job = letters.Find(letter.Of) ?? throw new ClientKeyNotFoundException();
                await jobs.CancelAsync(job.Id, cancellationToken);
                job = jobs.Get(job.Id) ?? job;
                break;

            default:
                throw new InvalidRequestException("letter.op", letter.Op, "submit or cancel; nothing here has to be forgotten");
        }

        await reply(Reply(call.Id, "answer", Describe(letter.Op == "submit" ? letter.Name : letter.Of, job) with { Client = letter.Client, Memo = letter.Memo }));
    }

    // A wish whose clips lie where everybody's may lie does not fail by a file that was written by hand.
    private IReadOnlyList<string> MediaFoldersFor(Letter letter)
    {
        try
        {
            return letter.Clips.Count == 0 ? [] : MailboxSettings.Read(mailbox.Settings).MediaFolders ?? [];
        }
        catch (Exception error) when (error is RefusedFileException or IOException or UnauthorizedAccessException)
        {
            log.SettingsRefused(error.Message);
            return [];
        }
    }

    private async Task WatchAsync(PanelCall call, Func<JsonObject, Task> reply, CancellationToken cancellationToken)
    {
        var job = letters.Find(call.Name) ?? throw new ClientKeyNotFoundException();
        var (shown, shownAt) = (default(PreviewFrame), 0L);
        await foreach (var update in jobs.WatchAsync(job.Id, 0, cancellationToken))
        {
            job = update.Job;
            var answer = Reply(call.Id, "answer", Describe(call.Name, job));
            if (job.Preview is { } preview && !ReferenceEquals(preview, shown) && (shown is null || time.GetElapsedTime(shownAt) >= s_previewInterval))
            {
                (shown, shownAt) = (preview, time.GetTimestamp());
                answer["preview"] = $"data:image/png;base64,{Convert.ToBase64String(PreviewPicture.Write(preview, PreviewWidth))}";
            }

            await reply(answer);
        }

        if (!job.IsFinished)
        {
            // Deleted while it was watched: a watch ends without a last state then.
            throw new JobNotFoundException(job.Id);
        }
    }

    private static JsonObject Propose(PanelCall call)
    {
        V1.ProposeRequest request;
        try
        {
            request = s_strict.Parse<V1.ProposeRequest>(call.Request?.GetRawText() ?? "");
        }
        catch (Exception error) when (error is InvalidProtocolBufferException or InvalidJsonException)
        {
            throw new InvalidRequestException("request", "text that is none", "the fields of ProposeRequest in protobuf's JSON form");
        }

        return new JsonObject { ["re"] = call.Id, ["proposal"] = JsonNode.Parse(JsonFormatter.Default.Format(ProposalMapping.Propose(request))) };
    }

    // The name is the last shot of the page before: shots that come meanwhile shift nothing.
    private async Task ListAsync(PanelCall call, Func<JsonObject, Task> reply, CancellationToken cancellationToken)
    {
        var shots = library.List().AsEnumerable();
        if (call.Name.Length > 0)
        {
            shots = shots.SkipWhile(shot => shot.Name != call.Name).Skip(1);
        }

        var page = shots.Take(HistoryPage + 1).ToList();
        var listed = new JsonArray();
        foreach (var shot in page.Take(HistoryPage))
        {
            try
            {
                var request = (await ShotLibrary.RecipeOfAsync(shot, cancellationToken)).ToRequest();
                var entry = JsonSerializer.SerializeToNode(JobFollower.Describe(shot), AnswerBook.Json)!.AsObject();
                entry["created"] = shot.CreatedAt.ToUnixTimeSeconds();
                entry["job"] = shot.JobId;
                entry["prompt"] = request.Prompt;
                entry["seed"] = request.Seed;
                listed.Add((JsonNode)entry);
            }
            catch (InvalidRequestException)
            {
                // Deleted between the list and the recipe, or spoilt by hand: it is no shot that can be used.
            }
        }

        await reply(new JsonObject { ["re"] = call.Id, ["shots"] = listed, ["more"] = page.Count > HistoryPage });
    }

    private Answer Describe(string name, Job job) => follower.Describe(
        new Answer { Name = name, Created = job.CreatedAt.ToUnixTimeSeconds(), Written = time.GetUtcNow().ToUnixTimeSeconds(), Status = "queued" }, job);
}
