using Sora2.LocalServer.Model.Families.MiniAv.Denoising;
using Sora2.LocalServer.Model.Graphs;
using Sora2.LocalServer.Model.Runtime;
using Sora2.LocalServer.Planning;

namespace Sora2.LocalServer.Model.Families.MiniAv.Motion;

/// <summary>Draws a motion sheet from noise, as the text and the given stills ask.</summary>
internal static class MotionSampler
{
    /// <summary>Steps of the motion for one of the picture: a row a latent frame costs little, and all that follows hangs on it.</summary>
    private const int StepsPerStep = 2;

    /// <summary>Guidance of the motion for what the picture's lies above 1: place and light come out best with little, what is done with more.</summary>
    private const float GuidancePerGuidance = 2;

    /// <summary>Turns the task's motion noise into a sheet, in place.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the task's motion is undefined.</exception>
    public static MotionSheet Run(MiniAvModel model, SamplingTask task, CancellationToken cancellationToken)
    {
        var config = model.Config;
        var shot = task.Shot;
        var textRows = (int)task.MotionText.Shape[1];
        var (givenRows, givenPositions, givenKinds) = task.Given.ForMotion();
        float[] positions = [.. RowPositions.OfText(textRows), .. givenPositions, .. RowPositions.OfMotion(shot)];
        var (cosine, sine) = Embeddings.Rotary(positions, config.Denoiser);
        long[] kinds =
        [
            .. Enumerable.Repeat((long)RowKind.Text, textRows), .. givenKinds,
            .. Enumerable.Repeat(MotionGraph.MotionKind, shot.LatentFrames),
        ];
        using var given = Tensor.Zeros(ElementType.Float32, task.MotionText.Shape[0], givenKinds.Length, config.PictureRowWidth);
        given.Repeat(givenRows);
        using var kindsTensor = Tensor.Of(kinds, kinds.Length);
        using var cosineTensor = Tensor.Of(cosine, kinds.Length, config.Denoiser.Head / 2);
        using var sineTensor = Tensor.Of(sine, kinds.Length, config.Denoiser.Head / 2);
        using var motion = Tensor.Zeros(ElementType.Float32, task.MotionText.Shape[0], shot.LatentFrames, config.MotionRowWidth);

        var guidance = 1 + (GuidancePerGuidance * (task.Guidance - 1));
        var sigmas = SigmaSchedule.Of(StepsPerStep * (task.Sigmas.Count - 1), shift: 1);
        var flow = new FlowSolver(task.Motion.Length);
        for (var step = 0; step + 1 < sigmas.Count; step++)
        {
            var (sigma, next) = (sigmas[step], sigmas[step + 1]);
            motion.Repeat(task.Motion);
            using var levels = Tensor.Of(Embeddings.Levels(config.Denoiser.Width, 0, sigma), MotionGraph.Levels, config.Denoiser.Width);
            using var velocity = model.Motion.RunOne(
                [task.MotionText, given, motion, kindsTensor, cosineTensor, sineTensor, levels], cancellationToken);
            flow.Step(task.Motion, FlowSteps.Guided(velocity, task.Motion.Length, guidance), sigma, next);
        }

        model.MotionWaves.ToFrames(task.Motion);
        return new MotionSheet(task.Motion);
    }
}
