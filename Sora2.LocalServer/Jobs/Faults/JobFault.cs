using Sora2.LocalServer.Jobs.Workers;
using Sora2.LocalServer.Media;
using Sora2.LocalServer.Media.Ffmpeg;
using Sora2.LocalServer.Media.Verification;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Jobs.Faults;

/// <summary>An exception as a job's error.</summary>
/// <param name="MayPass">Whether trying again can help.</param>
internal sealed record JobFault(string Code, string Message, bool MayPass)
{
    public JobError Error => new(Code, Message);

    /// <summary>How a job ends that is not tried again.</summary>
    public JobState EndState => MayPass && Code != JobErrorCodes.OutOfMemory ? JobState.Quarantined : JobState.Failed;

    /// <summary>Why the next try takes the least memory, for people; null where memory has nothing to do with it.</summary>
    public string? WhyLess => Code switch
    {
        JobErrorCodes.OutOfMemory => "Memory ran out at the first try",
        // A native library that finds no memory may abort the process without a word.
        JobErrorCodes.WorkerDied => "The worker ended at the first try without saying why",
        _ => null,
    };

    public static JobFault From(Exception error, GenerationRequest request) => error switch
    {
        MemoryRanOutException => new(JobErrorCodes.OutOfMemory, error.Message, MayPass: true),
        WorkerDiedException => new(JobErrorCodes.WorkerDied, error.Message, MayPass: true),
        GenerationFailedException failed => new(
            failed.Code, Redact(failed.Message, request), failed.Code is JobErrorCodes.Internal),
        StorageException { Problem: StorageProblem.DiskFull } => new(JobErrorCodes.DiskFull, error.Message, MayPass: false),
        StorageException => new(JobErrorCodes.NotWritable, error.Message, MayPass: false),
        InvalidRequestException or InvalidMediaException => new(JobErrorCodes.InvalidRequest, Redact(error.Message, request), MayPass: false),
        PackException => new(JobErrorCodes.Pack, error.Message, MayPass: false),
        FfmpegMissingException => new(JobErrorCodes.Media, error.Message, MayPass: false),
        FfmpegException or ShotVerificationException => new(JobErrorCodes.Media, Redact(error.Message, request), MayPass: true),
        _ when StorageException.From(error, "The server's folder") is { } storage => From(storage, request),
        _ => new(JobErrorCodes.Internal, Redact(error.Message, request), MayPass: true),
    };

    private static string Redact(string message, GenerationRequest request) =>
        PromptGuard.Redact(message,
        [
            request.Prompt, request.NegativePrompt, .. request.Scenes.Select(static scene => scene.Prompt),
            .. request.Conditioning.Select(static piece => piece.Name),
        ]);
}
