using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model.Families.MiniAv;
using Sora2.LocalServer.Model.Families.Wan;
using Sora2.LocalServer.Model.Graphs;
using Sora2.LocalServer.Model.Interpolation;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Model.Runtime;
using Sora2.LocalServer.Model.Sources;
using Sora2.LocalServer.Model.Speech;
using Sora2.LocalServer.Model.Upscaling;
using Sora2.LocalServer.Planning;

namespace Sora2.LocalServer.Model;

/// <summary>Makes reels with the packs of this machine. Keeps the last pack of each use loaded; one reel at a time.</summary>
/// <param name="sources">Read what comes from outside.</param>
/// <param name="voice">Finds the voice; called when words are to be spoken.</param>
public sealed class ShotGenerator(PackCatalog packs, MediaSources sources, Func<ISpeechVoice> voice) : IShotGenerator, IDisposable
{
    // Larger packs were hashed when they were registered and are by their sizes and times since: to read one takes longer than to load it.
    private const long HashedOnLoad = 1L << 30;

    private readonly ModelRuntime _runtime = new(new RuntimeOptions());
    private readonly Dictionary<bool, (string Key, IShotModel Model)> _open = [];
    private readonly Dictionary<string, ModelRuntime> _onDevices = [];
    private DeviceCatalog? _devices;

    public void Generate(
        GenerationPlan plan,
        ReelWriter reel,
        Func<string, string> media,
        IProgress<GenerationProgress> progress,
        CancellationToken cancellationToken)
    {
        var log = new ProgressLog(progress, _runtime);
        if (plan.UpscaleFactor == 1)
        {
            Make(plan, reel, media, log, cancellationToken);
            return;
        }

        // Opened first, so that a network which cannot be read shows before anything is made.
        using var upscaler = Upscaler(plan, cancellationToken);
        var path = reel.Path + ".made";
        try
        {
            using (var made = new ReelWriter(path, plan.MadeReelHeader))
            {
                Make(plan, made, media, log, cancellationToken);
                made.Complete();
            }

            using var source = Reel.Open(path);
            ReelUpscaler.Fill(source, reel, upscaler, log, cancellationToken);
        }
        finally
        {
            File.Delete(path);
        }
    }

    public void Dispose()
    {
        foreach (var (_, model) in _open.Values)
        {
            model.Dispose();
        }
    }

    private void Make(GenerationPlan plan, ReelWriter reel, Func<string, string> media, ProgressLog log, CancellationToken cancellationToken)
    {
        // A missing voice shows before anything is made.
        var speaker = plan.Dialogue.Count > 0 ? voice() : null;
        var pack = packs.Get(plan.Pack);
        if (plan.PackHash.Length > 0 && plan.PackHash != pack.Hash)
        {
            throw new PackException(pack.Name, "it was changed after this job was planned.", "Submit the job again.");
        }

        var model = Load(pack, forSound: false, plan.Device, log, cancellationToken);
        using var interpolator = plan.Interpolated ? Interpolator(plan, cancellationToken) : null;
        model.Make(
            plan, reel, new PlannedMedia(sources, plan, media, cancellationToken),
            interpolator is null ? null : (before, after, moment, between) => interpolator.Draw(before, after, moment, between, cancellationToken), log, cancellationToken);
        if (pack.Capabilities!.SoundPack is { Length: > 0 } other && plan.Stems.Count > 0)
        {
            var sounds = packs.Get(other);
            var maker = Load(sounds, forSound: true, DeviceCatalog.Processor, log, cancellationToken) as MiniAvModel
                ?? throw new PackException(other, $"its family is {sounds.Family}; sounds for a picture are made by {MiniAvModel.Family}.", "Name another pack of sounds.");
            PictureSound.Make(maker, sounds, plan, reel, log, cancellationToken);
        }

        Speak(speaker, plan, reel, log, cancellationToken);
    }

    private static void Speak(
        ISpeechVoice? speaker, GenerationPlan plan, ReelWriter reel, ProgressLog log, CancellationToken cancellationToken)
    {
        if (speaker is null)
        {
            return;
        }

        log.Report("speech", 0, 1);
        var dialogue = new DialogueTrack(speaker, plan.SampleRate);
        var track = new float[reel.Header.SamplesPerStem];
        var frame = 0;
        foreach (var scene in plan.Scenes)
        {
            // Each scene's words begin with it, and none lies in a handle, where the cut would take it away.
            var (start, end) = (SampleAt(Math.Max(frame, plan.HeadHandle)), SampleAt(Math.Min(frame + scene.Frames, plan.Picture.Frames - plan.TailHandle)));
            if (scene.Dialogue.Count > 0 && end > start)
            {
                dialogue.Speak(scene.Dialogue, end - start, cancellationToken).CopyTo(track, start);
            }

            frame += scene.Frames;
        }

        reel.WriteStem(StemKind.Dialogue, track);
        log.Report("speech", 1, 1);

        int SampleAt(int frames) => (int)plan.FrameRate.SamplesIn(frames, plan.SampleRate);
    }

    private FrameInterpolator Interpolator(GenerationPlan plan, CancellationToken cancellationToken)
    {
        const string Name = "interpolation";
        var folder = packs.InterpolationFolder ?? throw new PackException(Name, "it was removed after this job was planned.", "Submit the job again.");
        try
        {
            return new FrameInterpolator(folder, plan.Picture.Height, plan.Picture.Width, _runtime, cancellationToken);
        }
        catch (InvalidDataException error)
        {
            throw new PackException(Name, error.Message, "Fetch it again, or remove its folder.");
        }
    }

    private FrameUpscaler Upscaler(GenerationPlan plan, CancellationToken cancellationToken)
    {
        const string Name = "upscaling";
        var folder = packs.UpscalingFolder(plan.UpscaleFactor) ?? throw new PackException(Name, "it was removed after this job was planned.", "Submit the job again.");
        try
        {
            var upscaler = new FrameUpscaler(folder, _runtime, cancellationToken);
            if (upscaler.Factor == plan.UpscaleFactor)
            {
                return upscaler;
            }

            upscaler.Dispose();
            throw new InvalidDataException($"The network of {Path.GetFileName(folder)} makes pictures {upscaler.Factor} times as large.");
        }
        catch (InvalidDataException error)
        {
            throw new PackException(Name, error.Message, "Fetch it again, or leave upscaling out.");
        }
    }

    // The embedded pack is fast enough on a processor, and is measured there.
    private IShotModel Load(PackInfo pack, bool forSound, string device, ProgressLog log, CancellationToken cancellationToken)
    {
        var runtime = pack.Family == WanModel.Family ? RuntimeFor(device, log) : _runtime;
        var key = $"{pack.Hash} {runtime.Name}";
        if (_open.TryGetValue(forSound, out var open) && open.Key == key)
        {
            return open.Model;
        }

        log.Report("load", 0, 1);
        if (pack.SizeBytes <= HashedOnLoad)
        {
            packs.Verify(pack.Name, cancellationToken);
        }

        if (_open.Remove(forSound))
        {
            open.Model.Dispose();
        }

        IShotModel model = pack.Family switch
        {
            MiniAvModel.Family => MiniAvModel.Load(pack, _runtime, cancellationToken),
            WanModel.Family => WanModel.Load(pack, runtime),
            _ => throw new PackException(pack.Name, $"its family is {pack.Family}; this server knows {MiniAvModel.Family} and {WanModel.Family}.", "Update the server."),
        };
        _open[forSound] = (key, model);
        log.Report("load", 1, 1);
        return model;
    }

    // No provider is loaded where the processor is asked for.
    private ModelRuntime RuntimeFor(string wanted, ProgressLog log)
    {
        if (wanted == DeviceCatalog.Processor)
        {
            return _runtime;
        }

        _devices ??= new DeviceCatalog(_runtime, packs.ProviderFolder);
        var device = _devices.Choose(wanted);
        foreach (var problem in _devices.Problems)
        {
            log.Note(device.IsProcessor ? $"{problem} The picture is made on the processor." : problem);
        }

        if (device.IsProcessor)
        {
            return _runtime;
        }

        log.Note($"The picture is made on {device.Name}: {device.Description}.");
        if (!_onDevices.TryGetValue(device.Name, out var runtime))
        {
            runtime = _runtime.On(device, device.IsGpu ? ElementType.Float16 : ElementType.Float32);
            _onDevices.Add(device.Name, runtime);
        }

        return runtime;
    }
}
