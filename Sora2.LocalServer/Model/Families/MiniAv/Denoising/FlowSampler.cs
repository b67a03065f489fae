using Sora2.LocalServer.Model.Families.MiniAv.Motion;
using Sora2.LocalServer.Model.Graphs;
using Sora2.LocalServer.Model.Runtime;

namespace Sora2.LocalServer.Model.Families.MiniAv.Denoising;

/// <summary>Draws the motion, then follows the denoiser's velocity from noise to latents, picture and sound together.</summary>
internal sealed class FlowSampler(MiniAvModel model)
{
    /// <summary>Turns the task's noise into rows at unit scale, in place.</summary>
    /// <param name="afterStep">Told after each step: steps done, and a maker of the picture rows as they are foreseen.</param>
    /// <exception cref="OperationCanceledException">Cancelled; the task's rows are undefined.</exception>
    public void Run(SamplingTask task, Action<int, Func<float[]>> afterStep, CancellationToken cancellationToken)
    {
        var config = model.Config;
        var batch = task.Text.Shape[0];
        var textRows = (int)task.Text.Shape[1];
        var stillRows = task.Stills.Count * task.Shot.RowsPerFrame;
        double[] moments = [.. task.Stills.Select(still => still.Seconds)];
        var (cosine, sine) = Embeddings.Rotary(RowPositions.Of(task.Shot, config, textRows, moments), config.Denoiser);
        var kinds = RowPositions.KindsOf(task.Shot, config, textRows, moments.Length);

        using var clean = Tensor.Zeros(ElementType.Float32, batch, stillRows, config.PictureRowWidth);
        using var picture = Tensor.Zeros(ElementType.Float32, batch, task.Shot.PictureRows, config.PictureRowWidth);
        using var sound = Tensor.Zeros(
            ElementType.Float32, batch, config.Denoiser.Stems.Count * task.Shot.SoundRows, config.SoundRowWidth);
        using var kindsTensor = Tensor.Of(kinds, kinds.Length);
        using var cosineTensor = Tensor.Of(cosine, kinds.Length, config.Denoiser.Head / 2);
        using var sineTensor = Tensor.Of(sine, kinds.Length, config.Denoiser.Head / 2);
        clean.Repeat([.. task.Stills.SelectMany(still => still.Rows)]);

        var sheet = MotionSampler.Run(model, task, clean, cancellationToken);
        // What guidance leads away from, the second of the batch, knows neither the words nor the motion.
        using var pictureMotion = Tensor.Zeros(ElementType.Float32, batch, task.Shot.PictureRows, MotionFeatures.PictureWidth);
        using var soundMotion = Tensor.Zeros(ElementType.Float32, batch, sound.Shape[1], MotionFeatures.SoundWidth);
        MotionFeatures.OfPicture(sheet, task.Shot).CopyTo(pictureMotion.Floats);
        MotionFeatures.OfEffects(sheet, task.Shot, config.SecondsPerSoundRow).CopyTo(soundMotion.Floats);

        for (var step = 0; step + 1 < task.Sigmas.Count; step++)
        {
            var (sigma, next) = (task.Sigmas[step], task.Sigmas[step + 1]);
            var (soundSigma, nextSound) = (task.SoundSigmas[step], task.SoundSigmas[step + 1]);
            picture.Repeat(task.Picture);
            sound.Repeat(task.Sound);
            using var levels = Tensor.Of(
                Embeddings.Levels(config.Denoiser.Width, 0, sigma, soundSigma), Embeddings.NoiseLevels, config.Denoiser.Width);
            var velocities = model.Denoiser.Run(
                [task.Text, clean, picture, sound, pictureMotion, soundMotion, kindsTensor, cosineTensor, sineTensor, levels],
                cancellationToken);
            using var pictureVelocity = velocities[0];
            using var soundVelocity = velocities[1];
            var pictureStep = FlowSteps.Guided(pictureVelocity, task.Picture.Length, task.Guidance);
            var soundStep = FlowSteps.Guided(soundVelocity, task.Sound.Length, task.Guidance);
            FlowSteps.Step(task.Picture, pictureStep, sigma, next);
            FlowSteps.Step(task.Sound, soundStep, soundSigma, nextSound);
            afterStep(step + 1, () => Foresee(task.Picture, pictureVelocity, next));
        }
    }

    private static float[] Foresee(float[] rows, Tensor velocity, float sigma)
    {
        var data = new float[rows.Length];
        FlowSteps.Foresee(rows, velocity.Floats[..rows.Length], sigma, data);
        return data;
    }
}
