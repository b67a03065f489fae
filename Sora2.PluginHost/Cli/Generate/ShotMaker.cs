using Google.Protobuf;
using Grpc.Core;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Cli.Answers;
using Spectre.Console;

namespace Sora2.PluginHost.Cli.Generate;

/// <summary>The way of <c>sora2 generate</c>: check, send, wait, fetch.</summary>
internal sealed class ShotMaker(Terminal terminal)
{
    private const int MaxRecipeBytes = 1 << 20;
    private static readonly TimeSpan s_cancelLimit = TimeSpan.FromSeconds(5);

    /// <returns>The command's exit code.</returns>
    public async Task<int> RunAsync(GenerateArguments arguments, CancellationToken cancellationToken)
    {
        if (arguments.Prompt is null && arguments.From is null)
        {
            throw CliException.Invalid("PROMPT", "nothing", "1 to 4000 characters, or --from shot.json");
        }

        var delivery = arguments.Out is null ? null : DeliveryFolder.Check(arguments.Out);
        var request = RequestBuilder.New();
        var recipe = arguments.From is null ? null : await ReadRecipeAsync(arguments.From, cancellationToken);
        if (recipe is null)
        {
            RequestBuilder.Apply(arguments, request);
        }

        using var session = await ServerSession.OpenAsync(cancellationToken);
        if (recipe is not null)
        {
            var answer = await session.Library.ReadRecipeAsync(new ReadRecipeRequest { Recipe = recipe }, cancellationToken: cancellationToken);
            request = answer.Request;
            RequestBuilder.Apply(arguments, request);
            foreach (var note in answer.Notes)
            {
                terminal.Error.WriteLine(note);
            }
        }

        var submitted = await SubmitAsync(session, request, arguments, cancellationToken);
        var job = await FollowAsync(session, submitted.Id, cancellationToken);
        return FinishedJob.Answer(terminal, job, await FetchAsync(session, job, delivery, cancellationToken));
    }

    /// <summary>The shots of a job, copied where they are wanted.</summary>
    internal static async Task<IReadOnlyList<Shot>> FetchAsync(
        ServerSession session, Job job, DeliveryFolder? delivery, CancellationToken cancellationToken)
    {
        var shots = new List<Shot>();
        foreach (var name in job.Shots)
        {
            var shot = await session.Library.GetAsync(new GetShotRequest { Name = name }, cancellationToken: cancellationToken);
            shots.Add(delivery is null ? shot : await delivery.DeliverAsync(shot, cancellationToken));
        }

        return shots;
    }

    private static async Task<ByteString> ReadRecipeAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return new FileInfo(path).Length <= MaxRecipeBytes
                ? ByteString.CopyFrom(await File.ReadAllBytesAsync(path, cancellationToken))
                : throw CliException.Invalid("--from", path, "a shot.json of at most 1 MiB");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CliException.Invalid("--from", path, $"a shot.json that can be read ({error.Message.TrimEnd('.')})");
        }
    }

    // What was uploaded for a request that is refused is taken back.
    private static async Task<Job> SubmitAsync(
        ServerSession session, GenerationRequest request, GenerateArguments arguments, CancellationToken cancellationToken)
    {
        var uploads = new List<string>();
        try
        {
            await AddFrameAsync("--first-frame", arguments.FirstFrame, isLast: false);
            await AddFrameAsync("--last-frame", arguments.LastFrame, isLast: true);
            var submit = new SubmitRequest { ClientKey = Guid.NewGuid().ToString("n"), Request = request };
            return (await session.Generation.SubmitAsync(submit, cancellationToken: cancellationToken)).Job;
        }
        catch (Exception error) when (error is CliException or RpcException)
        {
            await DiscardAsync(session, uploads);
            throw;
        }

        async Task AddFrameAsync(string option, string? path, bool isLast)
        {
            if (path is not null)
            {
                var id = await MediaUploader.UploadAsync(session.Media, option, path, cancellationToken);
                uploads.Add(id);
                SetFrame(request, id, isLast);
            }
        }
    }

    private static async Task DiscardAsync(ServerSession session, List<string> uploads)
    {
        try
        {
            foreach (var upload in uploads)
            {
                await session.Media.DiscardAsync(new DiscardRequest { MediaId = upload }, cancellationToken: CancellationToken.None);
            }
        }
        catch (RpcException)
        {
            // The refusal is the answer; a server that is gone removes them when it starts again.
        }
    }

    private static void SetFrame(GenerationRequest request, string id, bool isLast)
    {
        foreach (var replaced in request.Conditioning.Where(item => item.Role == ConditioningRole.Frame && item.LastFrame == isLast).ToList())
        {
            request.Conditioning.Remove(replaced);
        }

        request.Conditioning.Add(new Conditioning { Role = ConditioningRole.Frame, MediaId = id, LastFrame = isLast });
    }

    // Ctrl+C ends the wish, not only the waiting.
    private async Task<Job> FollowAsync(ServerSession session, string jobId, CancellationToken cancellationToken)
    {
        try
        {
            return await JobProgress.FollowAsync(session, jobId, terminal, cancellationToken);
        }
        catch (Exception error) when (cancellationToken.IsCancellationRequested && error is OperationCanceledException or RpcException)
        {
            using var limit = new CancellationTokenSource(s_cancelLimit);
            await session.Generation.CancelAsync(new CancelRequest { JobId = jobId }, cancellationToken: limit.Token);
            terminal.Error.WriteLine($"Job {jobId} is cancelled.");
            throw new OperationCanceledException(cancellationToken);
        }
    }
}
