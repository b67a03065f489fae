using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Mailbox.Answers;
using Sora2.LocalServer.Mailbox.Letters;

namespace Sora2.LocalServer.Mailbox;

/// <summary>Carries out one letter at a time. A letter that was carried out before changes nothing.</summary>
internal sealed class LetterDesk(
    JobQueue jobs, LetterQueue letters, AnswerBook book, JobFollower follower, TimeProvider time, ILogger<LetterDesk> log)
{
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

            var job = await letters.SubmitAsync(letter, mediaFolders, cancellationToken);
            answer = follower.Describe(answer, job);
            book.Add(answer);
            return answer.IsFinal ? null : answer;
        }
        catch (Exception error) when (error is not OperationCanceledException && !IsOurOwnDisk(error))
        {
            var refusal = Refusal.Explain(error);
            log.LetterRefused(letter.Name, refusal.Code == Refusal.Internal ? error.ToString() : refusal.Message);
            book.Add(answer with { Status = Answer.Refused, Error = refusal });
            return null;
        }
    }

    // The answer itself cannot be written either, so the letter stays and is tried again.
    private static bool IsOurOwnDisk(Exception error) => error is IOException or UnauthorizedAccessException;

    private Answer New(string name) => new() { Name = name, Created = time.GetUtcNow().ToUnixTimeSeconds(), Status = "queued" };
}
