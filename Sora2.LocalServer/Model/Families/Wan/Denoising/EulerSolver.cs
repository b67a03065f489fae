using System.Numerics.Tensors;

namespace Sora2.LocalServer.Model.Families.Wan.Denoising;

/// <summary>x += (next sigma − sigma) · velocity.</summary>
internal sealed class EulerSolver(IReadOnlyList<float> sigmas) : IFlowSolver
{
    /// <inheritdoc/>
    public void Step(int index, Span<float> x, ReadOnlySpan<float> velocity) =>
        TensorPrimitives.MultiplyAdd(velocity, sigmas[index + 1] - sigmas[index], x, x);
}
