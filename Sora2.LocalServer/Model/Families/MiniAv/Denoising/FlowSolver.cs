using System.Numerics.Tensors;

namespace Sora2.LocalServer.Model.Families.MiniAv.Denoising;

/// <summary>Follows velocities from noise to data, one instance a sampled array: remembers the step before.</summary>
/// <remarks>
/// The two-step Adams–Bashforth method for steps of unequal length: x += h·v + h²/(2h′)·(v − v′), where h′ and v′ are of the step
/// before; the first step is Euler's. A step costs one run of the network as Euler's does, and its error falls with h² instead
/// of h.
/// </remarks>
internal sealed class FlowSolver(int length)
{
    private readonly float[] _previous = new float[length];
    private float _previousStep;

    /// <summary>One step in place, from noise level <paramref name="sigma"/> to <paramref name="next"/>, which differ.</summary>
    /// <param name="velocity">noise − data as the network sees it at <paramref name="sigma"/>, guidance included.</param>
    public void Step(Span<float> x, ReadOnlySpan<float> velocity, float sigma, float next)
    {
        var step = next - sigma;
        TensorPrimitives.MultiplyAdd(velocity, step, x, x);
        if (_previousStep != 0)
        {
            TensorPrimitives.Subtract(velocity, _previous, _previous);
            TensorPrimitives.MultiplyAdd(_previous, step * step / (2 * _previousStep), x, x);
        }

        velocity.CopyTo(_previous);
        _previousStep = step;
    }
}
