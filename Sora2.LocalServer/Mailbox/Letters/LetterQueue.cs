using System.Text.Json;
using Google.Protobuf;
using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Requests;
using Sora2.LocalServer.Rpc;
using Sora2.LocalServer.Rpc.Mapping;
using V1 = Sora2.Contracts.V1;

namespace Sora2.LocalServer.Mailbox.Letters;

/// <summary>Makes jobs of letters: the request, its clips taken in by path, and one client key a letter.</summary>
internal sealed class LetterQueue(JobQueue jobs, ClipGate clips)
{
    private const string KeyPrefix = "mailbox.";
    private const int LongestWord = 256;

    private static readonly JsonParser s_request = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(false));

    /// <summary>Queues what a letter asks for. The same letter again is the same job; clips of a refused one are forgotten.</summary>
    /// <exception cref="InvalidRequestException">A field is bad, or a clip may not be read; nothing was queued.</exception>
    public async Task<Job> SubmitAsync(Letter letter, IReadOnlyList<string> mediaFolders, CancellationToken cancellationToken)
    {
        List<Conditioning> taken = [];
        try
        {
            return await QueueAsync(letter, mediaFolders, taken, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            foreach (var piece in taken)
            {
                await jobs.DiscardUploadAsync(piece.MediaId, cancellationToken);
            }

            throw;
        }
    }

    /// <summary>The job of a letter, or null.</summary>
    public Job? Find(string name) => jobs.FindByKey(KeyPrefix + name);

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

    private static string Shorten(string text) => text.Length <= LongestWord ? text : text[..LongestWord];
}
