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
        var stems = config.Denoiser.Stems.Count;
        var given = task.Given;
        var (positions, kinds) = PackedRows.Of(task.Shot, config, textRows, given, task.SoundStart);
        var (cosine, sine) = Embeddings.Rotary(positions, config.Denoiser);

        using var givenPicture = Tensor.Zeros(ElementType.Float32, batch, given.PictureKinds.Count, config.PictureRowWidth);
        using var givenSound = Tensor.Zeros(ElementType.Float32, batch, given.SoundRows, config.SoundRowWidth);
        using var source = Tensor.Zeros(ElementType.Float32, batch, task.Shot.PictureRows, config.PictureRowWidth + 1);
        using var picture = Tensor.Zeros(ElementType.Float32, batch, task.Shot.PictureRows, config.PictureRowWidth);
        using var sound = Tensor.Zeros(ElementType.Float32, batch, stems * task.Shot.SoundRows, config.SoundRowWidth);
        using var kindsTensor = Tensor.Of(kinds, kinds.Length);
        using var cosineTensor = Tensor.Of(cosine, kinds.Length, config.Denoiser.Head / 2);
        using var sineTensor = Tensor.Of(sine, kinds.Length, config.Denoiser.Head / 2);
        givenPicture.Repeat([.. given.Picture]);
        givenSound.Repeat([.. given.Sound]);
        source.Repeat(given.SourceTold());

        var sheet = MotionSampler.Run(model, task, cancellationToken);
        // What guidance leads away from, the second of the batch, knows neither the words nor the motion.
        using var pictureMotion = Tensor.Zeros(ElementType.Float32, batch, task.Shot.PictureRows, MotionFeatures.PictureWidth);
        using var soundMotion = Tensor.Zeros(ElementType.Float32, batch, sound.Shape[1], MotionFeatures.SoundWidth);
        MotionFeatures.OfPicture(sheet, task.Shot).CopyTo(pictureMotion.Floats);
        MotionFeatures.OfEffects(sheet, task.Shot, config.SecondsPerSoundRow, task.SoundStart).CopyTo(soundMotion.Floats);

        var (pictureFlow, soundFlow) = (new FlowSolver(task.Picture.Length), new FlowSolver(task.Sound.Length));
        for (var step = 0; step + 1 < task.Sigmas.Count; step++)
        {
            var (sigma, next) = (task.Sigmas[step], task.Sigmas[step + 1]);
            var (soundSigma, nextSound) = (task.SoundSigmas[step], task.SoundSigmas[step + 1]);
            picture.Repeat(task.Picture);
            sound.Repeat(task.Sound);
            using var levels = Tensor.Of(
                Embeddings.Levels(config.Denoiser.Width, 0, sigma, soundSigma), Embeddings.NoiseLevels, config.Denoiser.Width);
            var velocities = model.Denoiser.Run(
                [task.Text, givenPicture, givenSound, picture, sound, source, pictureMotion, soundMotion, kindsTensor, cosineTensor, sineTensor, levels],
                cancellationToken);
            using var pictureVelocity = velocities[0];
            using var soundVelocity = velocities[1];
            var pictureStep = FlowSteps.Guided(pictureVelocity, task.Picture.Length, task.Guidance);
            var soundStep = FlowSteps.Guided(soundVelocity, task.Sound.Length, task.Guidance);
            pictureFlow.Step(task.Picture, pictureStep, sigma, next);
            soundFlow.Step(task.Sound, soundStep, soundSigma, nextSound);
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
