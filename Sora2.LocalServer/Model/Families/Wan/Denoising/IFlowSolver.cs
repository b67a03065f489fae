namespace Sora2.LocalServer.Model.Families.Wan.Denoising;

/// <summary>Follows velocities from noise to data, one instance a sampled array.</summary>
internal interface IFlowSolver
{
    /// <summary>Step <paramref name="index"/> in place; steps are taken in order, each once.</summary>
    /// <param name="velocity">noise − data at the step's noise level, guidance included.</param>
    void Step(int index, Span<float> x, ReadOnlySpan<float> velocity);
}
