using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model.Families.MiniAv;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Model.Runtime;
using Sora2.LocalServer.Model.Speech;
using Sora2.LocalServer.Planning;

namespace Sora2.LocalServer.Model;

/// <summary>Makes reels with the packs of this machine. Keeps the last pack loaded; one reel at a time.</summary>
/// <param name="sources">Read what comes from outside.</param>
/// <param name="voice">Finds the voice; called when words are to be spoken.</param>
public sealed class ShotGenerator(PackCatalog packs, MediaSources sources, Func<ISpeechVoice> voice) : IShotGenerator, IDisposable
{
    private readonly ModelRuntime _runtime = new(new RuntimeOptions());
    private MiniAvModel? _model;
    private string _loaded = "";

    public void Generate(
        GenerationPlan plan,
        ReelWriter reel,
        Func<string, string> media,
        IProgress<GenerationProgress> progress,
        CancellationToken cancellationToken)
    {
        var log = new ProgressLog(progress, _runtime);
        // A missing voice shows before anything is made.
        var speaker = plan.Dialogue.Count > 0 ? voice() : null;
        var model = Load(plan, log, cancellationToken);

        new MiniAvShot(model, plan, log).Make(reel, new PlannedMedia(sources, plan, media, cancellationToken), cancellationToken);
        Speak(speaker, plan, reel, log, cancellationToken);
    }

    public void Dispose() => _model?.Dispose();

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

    private MiniAvModel Load(GenerationPlan plan, ProgressLog log, CancellationToken cancellationToken)
    {
        var pack = packs.Get(plan.Pack);
        if (plan.PackHash.Length > 0 && plan.PackHash != pack.Hash)
        {
            throw new PackException(pack.Name, "it was changed after this job was planned.", "Submit the job again.");
        }

        if (_model is not null && _loaded == pack.Hash)
        {
            return _model;
        }

        log.Report("load", 0, 1);
        if (pack.Family != MiniAvModel.Family)
        {
            throw new PackException(pack.Name, $"its family is {pack.Family}; this server knows {MiniAvModel.Family}.", "Update the server.");
        }

        packs.Verify(pack.Name, cancellationToken);
        _model?.Dispose();
        _model = null;
        _model = MiniAvModel.Load(pack, _runtime, cancellationToken);
        _loaded = pack.Hash;
        log.Report("load", 1, 1);
        return _model;
    }
}
