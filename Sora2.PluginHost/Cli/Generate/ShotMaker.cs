using Google.Protobuf;
using Grpc.Core;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Cli.Answers;
using Sora2.PluginHost.Cli.Deliveries;
using Spectre.Console;

namespace Sora2.PluginHost.Cli.Generate;

/// <summary>The way of <c>sora2 generate</c>: check, send, wait, fetch.</summary>
internal sealed class ShotMaker(Terminal terminal)
{
    private const int MaxRecipeBytes = 1 << 20;

    /// <returns>The command's exit code.</returns>
    public async Task<int> RunAsync(GenerateArguments arguments, CancellationToken cancellationToken)
    {
        if (arguments.Prompt is null && arguments.From is null)
        {
            throw CliException.Invalid("PROMPT", "nothing", "1 to 4000 characters, or --from shot.json");
        }

        var destination = await Destination.CheckAsync(arguments.Out, arguments.DeliverTo, arguments.Into, cancellationToken);
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

        var job = await SubmitAsync(
            session,
            async uploads =>
            {
                await AddFrameAsync(uploads, request, "--first-frame", arguments.FirstFrame, isLast: false, cancellationToken);
                await AddFrameAsync(uploads, request, "--last-frame", arguments.LastFrame, isLast: true, cancellationToken);
                await CastPictures.AddAsync(arguments.Cast, request, uploads, cancellationToken);
                return request;
            },
            cancellationToken);
        return await FinishAsync(session, job.Id, destination, cancellationToken);
    }

    /// <summary>Sends a request and the files it hangs on; what was sent for a request that is refused is taken back.</summary>
    public static async Task<Job> SubmitAsync(
        ServerSession session, Func<Uploads, Task<GenerationRequest>> prepare, CancellationToken cancellationToken)
    {
        var uploads = new Uploads(session);
        try
        {
            var submit = new SubmitRequest { ClientKey = Guid.NewGuid().ToString("n"), Request = await prepare(uploads) };
            return (await session.Generation.SubmitAsync(submit, cancellationToken: cancellationToken)).Job;
        }
        catch (Exception error) when (error is CliException or RpcException)
        {
            await uploads.DiscardAsync();
            throw;
        }
    }

    /// <summary>Follows a job to its end and says where its shots are.</summary>
    /// <returns>The command's exit code.</returns>
    public async Task<int> FinishAsync(ServerSession session, string jobId, Destination destination, CancellationToken cancellationToken)
    {
        var job = await FollowAsync(session, jobId, cancellationToken);
        return FinishedJob.Answer(terminal, job, await destination.FetchAsync(session, job, cancellationToken));
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

    private static async Task AddFrameAsync(
        Uploads uploads, GenerationRequest request, string option, string? path, bool isLast, CancellationToken cancellationToken)
    {
        if (path is not null)
        {
            SetFrame(request, await uploads.SendAsync(option, path, cancellationToken), isLast);
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

    /// <summary>Follows a job to its end. Ctrl+C ends the wish, not only the waiting.</summary>
    public async Task<Job> FollowAsync(ServerSession session, string jobId, CancellationToken cancellationToken)
    {
        try
        {
            return await JobProgress.FollowAsync(session, jobId, terminal, cancellationToken);
        }
        catch (Exception error) when (cancellationToken.IsCancellationRequested && error is OperationCanceledException or RpcException)
        {
            await session.CancelJobsAsync([jobId]);
            terminal.Error.WriteLine($"Job {jobId} is cancelled.");
            throw new OperationCanceledException(cancellationToken);
        }
    }
}
