using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Jobs.Deliveries;
using Sora2.LocalServer.Jobs.Faults;
using Sora2.LocalServer.Jobs.Workers;
using Sora2.LocalServer.Library;
using Sora2.LocalServer.Media;
using Sora2.LocalServer.Media.Footage;
using Sora2.LocalServer.Media.Sound;
using Sora2.LocalServer.Model.Runtime;
using Sora2.LocalServer.Planning;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Jobs.Running;

/// <summary>Makes one variant of a job: every stage, in order.</summary>
internal sealed class GenerationPipeline(
    IPlanner planner, IShotWorker worker, IShotEncoder encoder, ShotLibrary library, DeliveryFolders deliveries, UploadStore uploads,
    ServerPaths paths, Func<JobOptions> options)
{
    private static readonly string s_version =
        typeof(GenerationPipeline).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    /// <param name="whyLess">Why it is to be made with the least memory, for people; null makes it as planned.</param>
    /// <exception cref="MemoryRanOutException">The worker had less memory than planned. The next call gets a new one.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; no file is left behind.</exception>
    public async Task<PublishedShot> RunAsync(Job job, int variant, string? whyLess, VariantProgress progress, CancellationToken cancellationToken)
    {
        var plan = planner.Plan(job.Request, variant) with { Device = options().Device };
        plan = whyLess is null ? plan : plan.WithLeastMemory(whyLess);
        progress.Note(plan.Notes);
        var name = Reserve(job, variant);
        using var scratch = Scratch(job.Id, variant);

        await GenerateAsync(plan, scratch.Reel, progress, cancellationToken);

        using var staged = library.Stage(name);
        EncodedShot encoded;
        using (var reel = Reel.Open(scratch.Reel))
        {
            encoded = await encoder.EncodeAsync(reel, Settings(job.Request, plan, name), staged.Folder, progress, cancellationToken);
        }

        progress.Publishing();
        var shot = await library.PublishAsync(
            staged,
            new ShotFiles(encoded.Picture, encoded.Mix, encoded.Stems, encoded.Poster),
            Recipe(job, variant, plan, progress.Made, name, await encoder.DescribeAsync(cancellationToken)),
            cancellationToken);
        progress.Note(await deliveries.DeliverDueAsync(name.Project, cancellationToken));
        return shot;
    }

    private async Task GenerateAsync(GenerationPlan plan, string reel, VariantProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            await worker.GenerateAsync(plan, reel, progress, cancellationToken);
        }
        catch (Exception error) when (error is GenerationFailedException { Code: JobErrorCodes.OutOfMemory } or WorkerDiedException { MemoryRanOut: true })
        {
            throw new MemoryRanOutException(plan, error);
        }
    }

    private ShotName Reserve(Job job, int variant)
    {
        AsciiNames.TryFold(job.Request.Project, out var project);
        AsciiNames.TryFold(job.Request.Shot, out var shot);
        return library.Reserve(job.Id.ToString(), variant, project, shot);
    }

    private ScratchFolder Scratch(JobId id, int variant)
    {
        try
        {
            return new ScratchFolder(paths.Scratch, id, variant);
        }
        catch (Exception error) when (StorageException.From(error, paths.Scratch) is { } storage)
        {
            throw storage;
        }
    }

    private EncodeSettings Settings(GenerationRequest request, GenerationPlan plan, ShotName name) => new(
        name.ToString(),
        name.Reel,
        request.Sequence with { StartTimecode = plan.StartTimecode },
        request.Codec,
        request.Stems.Count > 0,
        string.Create(CultureInfo.InvariantCulture, $"Made by Sora2Plugin {s_version} with {plan.Pack}, seed {plan.Seed}"))
    {
        Splice = plan.Task == ShotTask.Retake ? SpliceOf(plan) : null,
        Kept = plan.Task == ShotTask.Edit ? KeptBy(request, plan) : null,
    };

    // What an edit does not name stays: the source's stems, but for the ambience, which is the place's and the weather's.
    private KeptStems KeptBy(GenerationRequest request, GenerationPlan plan) => new(
        FilesOf(plan.Clips[0].Stems.Where(stem => stem.Kind != StemKind.Ambience && request.Stems.Contains(stem.Kind))),
        plan.FrameRate.FramesIn(plan.Clips[0].Start));

    // What a retake keeps lies on both sides of the new part, in the same clip.
    private Splice SpliceOf(GenerationPlan plan) => new(
        uploads.PathOf(plan.Clips[0].MediaId),
        FilesOf(plan.Clips[0].Stems),
        plan.FirstNewFrame,
        plan.EndNewFrame,
        plan.OutputFrames);

    private Dictionary<StemKind, string> FilesOf(IEnumerable<PlannedStem> stems) =>
        stems.ToDictionary(static stem => stem.Kind, stem => uploads.PathOf(stem.MediaId));

    private static string CutStart(GenerationPlan plan) => plan.HeadHandle == 0
        ? plan.StartTimecode
        : Timecode.Parse(plan.StartTimecode, plan.FrameRate).Add(plan.HeadHandle).ToString();

    private static ShotRecipe Recipe(Job job, int variant, GenerationPlan plan, IReadOnlyList<string> made, ShotName name, string encoder) => new()
    {
        Name = name.ToString(),
        Project = name.Project,
        Shot = name.Shot,
        Version = name.Version,
        Job = job.Id.ToString(),
        Variant = variant,
        CreatedAt = job.CreatedAt,
        Request = job.Request with
        {
            Seed = plan.Seed,
            Sequence = job.Request.Sequence with { StartTimecode = CutStart(plan) },
            Seconds = job.Request.Task.TakesItsLengthFromAClip()
                ? (plan.OutputFrames - plan.HeadHandle - plan.TailHandle) / plan.FrameRate.FramesPerSecond
                : job.Request.Seconds,
            Variants = 1,
            Pack = plan.Pack,
            StepCount = plan.Sigmas.Count - 1,
            GuidanceScale = plan.GuidanceScale,
        },
        Pack = new RecipePack(plan.Pack, plan.PackHash),
        Versions = new Dictionary<string, string>
        {
            ["server"] = s_version,
            ["runtime"] = RuntimeInformation.FrameworkDescription,
            ["model_runtime"] = ModelRuntime.Description,
            ["encoder"] = encoder,
            ["system"] = RuntimeInformation.RuntimeIdentifier,
        },
        Notes = [.. plan.Notes.Union(made)],
    };
}
