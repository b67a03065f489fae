using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model.Families.MiniAv;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Model.Sources;
using Sora2.LocalServer.Planning;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Model;

/// <summary>
/// Stems for a picture whose own model is silent. The pack of sounds is given the picture as the source of an edit, so that what moves and
/// strikes in it is heard when it is seen.
/// </summary>
internal static class PictureSound
{
    /// <summary>What the pack of sounds is to do for a plan of another pack.</summary>
    public static GenerationPlan PlanOf(GenerationPlan plan, PackInfo sounds)
    {
        var (can, defaults) = (sounds.Capabilities!, sounds.Defaults!);
        var aspect = (double)plan.Picture.Width / plan.Picture.Height;
        var size = can.Sizes.MinBy(size => Math.Abs(Math.Log(size.Aspect / aspect)))!;
        return plan with
        {
            Pack = sounds.Name,
            PackHash = sounds.Hash,
            Task = ShotTask.Edit,
            Cast = [],
            Clips = [new PlannedClip("", ClipUse.Source, 0, plan.Picture.Frames / plan.FrameRate.FramesPerSecond)],
            Picture = plan.Picture with { Width = size.Width, Height = size.Height },
            ModelFrameRate = ModelRate.For(plan.FrameRate, can) ?? plan.FrameRate,
            Sigmas = SigmaSchedule.Of(defaults.Steps, defaults.SigmaShift),
            SoundSigmas = SigmaSchedule.Of(defaults.Steps, defaults.SoundSigmaShift),
            GuidanceScale = (float)defaults.Guidance,
            FirstFrame = null,
            LastFrame = null,
        };
    }

    /// <summary>Fills the reel's stems from its picture.</summary>
    public static void Make(MiniAvModel model, PackInfo sounds, GenerationPlan plan, ReelWriter reel, ProgressLog log, CancellationToken cancellationToken)
    {
        var own = PlanOf(plan, sounds);
        var made = new MediaSources(
            (_, _, _, _, _) => throw new InvalidOperationException("Sounds are made from the picture alone."),
            (_, wish, stop) => MadePicture.Read(reel, wish, stop));
        model.MakeSound(own, reel, new PlannedMedia(made, own, static _ => "", cancellationToken), log, cancellationToken);
    }
}
