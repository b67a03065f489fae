using Sora2.LocalServer.Model.Graphs;
using Sora2.LocalServer.Model.Runtime;

namespace Sora2.LocalServer.Model.Families.MiniAv;

/// <summary>Follows the denoiser's velocity from noise to latents, picture and sound together.</summary>
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
        Repeat([.. task.Stills.SelectMany(still => still.Rows)], clean);

        for (var step = 0; step + 1 < task.Sigmas.Count; step++)
        {
            var (sigma, next) = (task.Sigmas[step], task.Sigmas[step + 1]);
            Repeat(task.Picture, picture);
            Repeat(task.Sound, sound);
            using var levels = Tensor.Of(Embeddings.Levels(sigma, config.Denoiser.Width), 2, config.Denoiser.Width);
            var velocities = model.Denoiser.Run(
                [task.Text, clean, picture, sound, kindsTensor, cosineTensor, sineTensor, levels], cancellationToken);
            using var pictureVelocity = velocities[0];
            using var soundVelocity = velocities[1];
            var pictureStep = Guided(pictureVelocity, task.Picture.Length, task.Guidance);
            var soundStep = Guided(soundVelocity, task.Sound.Length, task.Guidance);
            FlowSteps.Step(task.Picture, pictureStep, sigma, next);
            FlowSteps.Step(task.Sound, soundStep, sigma, next);
            afterStep(step + 1, () => Foresee(task.Picture, pictureVelocity, next));
        }
    }

    // With guidance the batch is two: with the prompt, and with the negative one.
    private static Span<float> Guided(Tensor velocity, int length, float guidance)
    {
        var with = velocity.Floats[..length];
        if (velocity.Shape[0] > 1)
        {
            FlowSteps.Guide(with, velocity.Floats.Slice(length, length), guidance);
        }

        return with;
    }

    private static float[] Foresee(float[] rows, Tensor velocity, float sigma)
    {
        var data = new float[rows.Length];
        FlowSteps.Foresee(rows, velocity.Floats[..rows.Length], sigma, data);
        return data;
    }

    private static void Repeat(ReadOnlySpan<float> rows, Tensor target)
    {
        for (var start = 0; start < target.ElementCount; start += rows.Length)
        {
            rows.CopyTo(target.Floats[start..]);
        }
    }
}
