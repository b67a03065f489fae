using System.Text.Json;
using Google.Protobuf;
using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Mailbox.Answers;
using Sora2.LocalServer.Mailbox.Letters;
using Sora2.LocalServer.Requests;
using Sora2.LocalServer.Rpc;
using V1 = Sora2.Contracts.V1;

namespace Sora2.LocalServer.Mailbox;

/// <summary>Carries out one letter at a time. A letter that was carried out before changes nothing.</summary>
internal sealed class LetterDesk(
    JobQueue jobs, ClipGate clips, AnswerBook book, JobFollower follower, TimeProvider time, ILogger<LetterDesk> log)
{
    private const string KeyPrefix = "mailbox.";
    private const int LongestWord = 256;

    private static readonly JsonParser s_request = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(false));

    /// <summary>Carries out a letter and answers it.</summary>
    /// <returns>The answer whose job is to be followed, or null.</returns>
    /// <exception cref="IOException">The answer could not be written: try again.</exception>
    public async Task<Answer?> HandleAsync(Letter letter, IReadOnlyList<string> mediaFolders, CancellationToken cancellationToken)
    {
        switch (letter.Op)
        {
            case "submit":
                return book.Find(letter.Name) is null or { Status: Answer.Reading } ? await SubmitAsync(letter, mediaFolders, cancellationToken) : null;

            case "cancel" when book.Find(letter.Of) is { Job: { } job, IsFinal: false }:
                await jobs.CancelAsync(JobId.Parse(job), cancellationToken);
                return null;

            case "forget":
                book.Forget(letter.Of);
                return null;

            default:
                return null;
        }
    }

    /// <summary>Answers a letter that cannot be read. Whoever wrote it is not known, so both forms are written.</summary>
    public void Refuse(string name, string field, string given, string allowed)
    {
        log.LetterRefused(name, $"{field}: got {given}");
        if (book.Find(name) is null)
        {
            book.Add(New(name) with
            {
                Lua = true,
                Status = Answer.Refused,
                Error = new AnswerError("bad_letter", $"{field}: got {given}; allowed: {allowed}.", field, given, allowed),
            });
        }
    }

    private async Task<Answer?> SubmitAsync(Letter letter, IReadOnlyList<string> mediaFolders, CancellationToken cancellationToken)
    {
        var answer = New(letter.Name) with { Client = letter.Client, Memo = letter.Memo, Lua = letter.WantsLua };
        List<Conditioning> taken = [];
        try
        {
            if (book.IsFull)
            {
                throw new MailboxFullException();
            }

            if (letter.Clips.Count > 0)
            {
                book.Add(answer with { Status = Answer.Reading });
            }

            var job = await QueueAsync(letter, mediaFolders, taken, cancellationToken);
            answer = follower.Describe(answer, job);
            book.Add(answer);
            return answer.IsFinal ? null : answer;
        }
        catch (Exception error) when (error is not OperationCanceledException && !IsOurOwnDisk(error))
        {
            foreach (var piece in taken)
            {
                await jobs.DiscardUploadAsync(piece.MediaId, cancellationToken);
            }

            var refusal = Explain(error);
            log.LetterRefused(letter.Name, refusal.Code == "internal" ? error.ToString() : refusal.Message);
            book.Add(answer with { Status = Answer.Refused, Error = refusal });
            return null;
        }
    }

    private async Task<Job> QueueAsync(Letter letter, IReadOnlyList<string> mediaFolders, List<Conditioning> taken, CancellationToken cancellationToken)
    {
        var request = Parse(letter.Request!.Value).ToRequest();
        for (var index = 0; index < letter.Clips.Count; index++)
        {
            taken.AddRange(await clips.TakeAsync(letter.Clips[index], index, mediaFolders, cancellationToken));
        }

        if (letter.Clips.Count > 0 && request.Parent.Length == 0)
        {
            request = request with { Parent = clips.ShotNameAt(letter.Clips[0].Path) };
        }

        return await jobs.SubmitAsync(
            request with { Conditioning = [.. taken, .. request.Conditioning] }, KeyPrefix + letter.Name, cancellationToken);
    }

    private static V1.GenerationRequest Parse(JsonElement request)
    {
        try
        {
            return s_request.Parse<V1.GenerationRequest>(request.GetRawText());
        }
        catch (Exception error) when (error is InvalidProtocolBufferException or InvalidJsonException)
        {
            throw new InvalidRequestException("request", Shorten(error.Message), "the fields of GenerationRequest in protobuf's JSON form");
        }
    }

    private static AnswerError Explain(Exception error)
    {
        if (error is MailboxFullException)
        {
            return new AnswerError(MailboxFullException.Code, error.Message);
        }

        var fault = FaultInterceptor.Classify(error).Fault;
        return fault.Code == "internal"
            ? new AnswerError(fault.Code, "The server met a fault of its own; its log says more.")
            : new AnswerError(fault.Code, error.Message, Optional(fault.Field), Optional(fault.Given), Optional(fault.Allowed));
    }

    // The answer itself cannot be written either, so the letter stays and is tried again.
    private static bool IsOurOwnDisk(Exception error) => error is IOException or UnauthorizedAccessException;

    private static string? Optional(string text) => text.Length > 0 ? text : null;

    private static string Shorten(string text) => text.Length <= LongestWord ? text : text[..LongestWord];

    private Answer New(string name) => new() { Name = name, Created = time.GetUtcNow().ToUnixTimeSeconds(), Status = "queued" };
}
