using System.Numerics.Tensors;
using Tensor = Sora2.LocalServer.Model.Runtime.Tensor;

namespace Sora2.LocalServer.Model.Families.MiniAv.Denoising;

/// <summary>The arithmetic of one step along the flow from noise to data.</summary>
/// <remarks>Rectified flow: x = (1 − σ) · data + σ · noise, velocity = noise − data; Liu et al. 2022, arXiv:2209.03003.</remarks>
internal static class FlowSteps
{
    /// <summary>
    /// Classifier-free guidance in place of the conditional velocity: without + scale · (with − without); Ho and Salimans 2022,
    /// arXiv:2207.12598.
    /// </summary>
    public static void Guide(Span<float> with, ReadOnlySpan<float> without, float scale)
    {
        TensorPrimitives.Subtract(with, without, with);
        TensorPrimitives.MultiplyAdd(with, scale, without, with);
    }

    /// <summary>
    /// The velocity to follow. With guidance the batch is two, with the prompt and with the negative one, and the first half
    /// becomes the result.
    /// </summary>
    public static Span<float> Guided(Tensor velocity, int length, float guidance)
    {
        var with = velocity.Floats[..length];
        if (velocity.Shape[0] > 1)
        {
            Guide(with, velocity.Floats.Slice(length, length), guidance);
        }

        return with;
    }

    /// <summary>What the data would be if the velocity stayed the same: x − sigma · velocity.</summary>
    public static void Foresee(ReadOnlySpan<float> x, ReadOnlySpan<float> velocity, float sigma, Span<float> data) =>
        TensorPrimitives.MultiplyAdd(velocity, -sigma, x, data);
}
