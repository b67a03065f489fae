using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Jobs.Running;
using Sora2.LocalServer.Media;
using Sora2.LocalServer.Media.Verification;
using Sora2.LocalServer.Model.Speech;
using Sora2.LocalServer.Planning;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Jobs;

/// <summary>What is checked before a job is queued, so that what cannot work is refused at once.</summary>
internal sealed class Admission(
    IPlanner planner,
    PackVerification verifyPack,
    IShotEncoder encoder,
    Func<ISpeechVoice> voice,
    UploadStore uploads,
    ServerPaths paths,
    Func<JobOptions> options)
{
    // ProRes 422 HQ takes about 3.6 bits a pixel; DNxHR HQX less. Rounded up.
    private const double EncodedBytesPerPixel = 0.6;
    private const int SoundBytesPerSample = 3;
    private const int DeliveredSampleRate = 48000;

    /// <exception cref="InvalidRequestException">A field is bad, or the pack cannot do it.</exception>
    /// <exception cref="Model.Packs.PackException">The pack is unknown or damaged.</exception>
    /// <exception cref="Media.Ffmpeg.FfmpegMissingException">FFmpeg is not installed.</exception>
    /// <exception cref="SpeechException">Words are to be spoken, and there is no voice.</exception>
    /// <exception cref="StorageException">The disk has no room, or a folder is not writable.</exception>
    public async Task CheckAsync(GenerationRequest request, CancellationToken cancellationToken)
    {
        RequestValidator.Check(request, uploads);
        await MediaRoles.CheckAsync(request, uploads, cancellationToken);
        var plan = planner.Plan(request, variant: 0);
        EncodeCheck.Check(request.Sequence with { StartTimecode = plan.StartTimecode }, request.Codec);
        if (request.PackHash.Length > 0 && request.PackHash != plan.PackHash)
        {
            throw new InvalidRequestException(
                "pack_hash", request.PackHash, $"the hash of pack {plan.Pack}, which is {plan.PackHash}; or leave it out to take the pack as it is");
        }

        verifyPack(plan.Pack, cancellationToken);
        await encoder.DescribeAsync(cancellationToken);
        if (plan.Dialogue.Count > 0)
        {
            voice();
        }

        CheckWritable(paths.Scratch);
        CheckWritable(paths.Library);
        CheckSpace(paths.Scratch, ReelBytes(plan));
        CheckSpace(paths.Library, EncodedBytes(request, plan));
    }

    /// <summary>Bytes of the plan's reel, about; with the one that it is upscaled from.</summary>
    internal static long ReelBytes(GenerationPlan plan) => ReelBytes(plan.ReelHeader) + (plan.UpscaleFactor == 1 ? 0 : ReelBytes(plan.MadeReelHeader));

    private static long ReelBytes(ReelHeader header) =>
        (header.BytesPerFrame * header.Picture.Frames) + (sizeof(float) * header.SamplesPerStem * header.Stems.Count);

    private static long EncodedBytes(GenerationRequest request, GenerationPlan plan)
    {
        var sequence = request.Sequence;
        var pixels = (double)sequence.Width * sequence.Height * plan.OutputFrames;
        var seconds = plan.OutputFrames / sequence.FrameRate.FramesPerSecond;
        var sounds = request.Stems.Count == 0 ? 0 : request.Stems.Count + 2;
        return (long)((pixels * EncodedBytesPerPixel) + (sounds * seconds * DeliveredSampleRate * SoundBytesPerSample));
    }

    private void CheckSpace(string folder, long bytes)
    {
        if (new DriveInfo(folder).AvailableFreeSpace < bytes + options().DiskReserveBytes)
        {
            throw new StorageException(StorageProblem.DiskFull, folder);
        }
    }

    private static void CheckWritable(string folder)
    {
        var probe = Path.Combine(folder, $".{Guid.NewGuid():n}.probe");
        try
        {
            using var file = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        }
        catch (Exception error) when (StorageException.From(error, folder) is { } storage)
        {
            throw storage;
        }
    }
}
