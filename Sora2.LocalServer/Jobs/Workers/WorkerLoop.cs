using System.Text;
using System.Text.Json;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Jobs.Faults;
using Sora2.LocalServer.Jobs.Store;
using Sora2.LocalServer.Media;
using Sora2.LocalServer.Media.Ffmpeg;
using Sora2.LocalServer.Model;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Model.Speech;
using Sora2.LocalServer.Model.Weights;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Jobs.Workers;

/// <summary>The worker's side of the conversation: reads requests line by line, makes one reel at a time.</summary>
/// <param name="media">Where uploads lie: media id to file.</param>
internal sealed class WorkerLoop(IShotGenerator generator, Func<string, string> media, Stream input, Stream output)
{
    private static readonly byte[] s_newLine = [(byte)'\n'];

    private readonly Lock _writing = new();
    private CancellationTokenSource _cancellation = new();
    private Task _making = Task.CompletedTask;

    /// <summary>Returns when the input ends: the server is gone, or wants this worker no more.</summary>
    /// <remarks>What is being made then is not waited for; the caller ends the process.</remarks>
    public async Task RunAsync()
    {
        using var reader = new StreamReader(input, new UTF8Encoding(false));
        while (await reader.ReadLineAsync() is { } line)
        {
            var request = JsonSerializer.Deserialize<WorkerRequest>(line, JobJson.Options);
            if (request is { Plan: not null, Reel: not null })
            {
                await _making;
                _cancellation = new CancellationTokenSource();
                _making = Task.Factory.StartNew(
                    () => Make(request, _cancellation.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }
            else
            {
                await _cancellation.CancelAsync();
            }
        }

        await _cancellation.CancelAsync();
    }

    private void Make(WorkerRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var plan = request.Plan!;
            using (var reel = new ReelWriter(request.Reel!, plan.ReelHeader))
            {
                generator.Generate(plan, reel, media, new Reporter(this), cancellationToken);
                reel.Complete();
            }

            Send(new WorkerReply(WorkerReplyKind.Done));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Send(new WorkerReply(WorkerReplyKind.Cancelled));
        }
        catch (Exception error)
        {
            Send(new WorkerReply(WorkerReplyKind.Failed, Code: CodeOf(error, request.Reel!), Message: MessageOf(error, request)));
        }
    }

    private static string CodeOf(Exception error, string path) => error switch
    {
        _ when StorageException.From(error, path) is { } storage =>
            storage.Problem == StorageProblem.DiskFull ? JobErrorCodes.DiskFull : JobErrorCodes.NotWritable,
        InvalidRequestException or InvalidMediaException => JobErrorCodes.InvalidRequest,
        FfmpegException or FfmpegMissingException or SpeechException => JobErrorCodes.Media,
        PackException or WeightFormatException => JobErrorCodes.Pack,
        OutOfMemoryException => JobErrorCodes.OutOfMemory,
        _ => JobErrorCodes.Internal,
    };

    private static string MessageOf(Exception error, WorkerRequest request) => PromptGuard.Redact(
        StorageException.From(error, request.Reel!)?.Message ?? error.Message,
        [request.Plan!.Prompt, request.Plan.NegativePrompt, .. request.Plan.Dialogue, .. request.Plan.Scenes.Select(static scene => scene.Prompt)]);

    private void Send(WorkerReply reply)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(reply, JobJson.Options);
        lock (_writing)
        {
            try
            {
                output.Write(line);
                output.Write(s_newLine);
                output.Flush();
            }
            catch (IOException)
            {
                // The server is gone; the end of the input says so too.
            }
        }
    }

    private sealed class Reporter(WorkerLoop loop) : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value) => loop.Send(new WorkerReply(WorkerReplyKind.Progress, value));
    }
}
