using System.Numerics.Tensors;
using Sora2.LocalServer.Model.Families.Wan.Configuration;

namespace Sora2.LocalServer.Model.Families.Wan.Denoising;

/// <summary>Takes a latent from noise to data, step by step. Known frames stay as they are and are told to be clean.</summary>
internal sealed class WanSampler(WanSchedulerConfig scheduler, Denoiser denoiser)
{
    /// <summary>Runs in place on the task's latent.</summary>
    /// <param name="afterStep">Steps done, and a function that foresees the latent as it would be if nothing changed its way any more.</param>
    /// <remarks>Image-to-video as Wan 2.2 TI2V: tokens of known frames are at timestep 0, the others at the step's.</remarks>
    public void Run(SamplingTask task, Action<int, Func<float[]>> afterStep, CancellationToken cancellationToken)
    {
        var (grid, latent, levels) = (task.Grid, task.Latent, task.Levels);
        var sigmas = levels.Sigmas.Skip(task.FirstStep).ToArray();
        IFlowSolver solver = scheduler.IsUniPc ? new UniPcSolver(sigmas, scheduler.SolverOrder ?? 2, latent.Length) : new EulerSolver(sigmas);
        var known = task.Known.Length / (grid.Channels * grid.Height * grid.Width);
        long[] levelOf = known == 0 ? [0] : [.. Enumerable.Range(0, grid.Tokens).Select(token => token / grid.TokensPerFrame < known ? 0L : 1L)];
        var (tokens, velocity, without) = (new float[latent.Length], new float[latent.Length], new float[latent.Length]);
        Keep(latent, task.Known, grid, known);
        for (var step = 0; step < sigmas.Length - 1; step++)
        {
            var timestep = levels.Timesteps[task.FirstStep + step];
            grid.ToTokens(latent, tokens);
            Estimate(task.Text, velocity);
            if (task.NegativeText is { } negative && task.Guidance != 1)
            {
                Estimate(negative, without);
                TensorPrimitives.Subtract(velocity, without, velocity);
                TensorPrimitives.MultiplyAdd(velocity, task.Guidance, without, velocity);
            }

            solver.Step(step, latent, velocity);
            Keep(latent, task.Known, grid, known);
            var left = sigmas[step + 1];
            afterStep(step + 1, () =>
            {
                var data = new float[latent.Length];
                TensorPrimitives.MultiplyAdd(velocity, -left, latent, data);
                return data;
            });

            void Estimate(Runtime.Tensor text, float[] into)
            {
                using var estimated = denoiser.Run(grid, tokens, text, known == 0 ? [timestep] : [0f, timestep], levelOf, cancellationToken);
                grid.FromTokens(estimated.Floats, into);
            }
        }
    }

    private static void Keep(float[] latent, float[] known, TokenGrid grid, int frames)
    {
        var area = grid.Height * grid.Width;
        for (var channel = 0; channel < grid.Channels && frames > 0; channel++)
        {
            known.AsSpan(channel * frames * area, frames * area).CopyTo(latent.AsSpan(channel * grid.Frames * area));
        }
    }
}
