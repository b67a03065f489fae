using System.Numerics.Tensors;

namespace Sora2.LocalServer.Model.Families.Wan.Denoising;

/// <summary>A predictor and a corrector over the last two estimates of the data; a step costs one run of the model.</summary>
/// <remarks>
/// Zhao et al. 2023, arXiv:2302.04867: UniPC with B(h) = e^h − 1 for data prediction, of order 2 at most. With alpha = 1 − sigma and
/// lambda = ln(alpha / sigma), a step by h from s to t is x_t = sigma_t / sigma_s · x_s − alpha_t (e^−h − 1) (m_s + weighted differences of
/// estimates m). The corrector makes the step before anew when the estimate at its end is known.
/// </remarks>
internal sealed class UniPcSolver(IReadOnlyList<float> sigmas, int order, int length) : IFlowSolver
{
    private readonly float[] _last = new float[length];          // before the predictor that led to where we are
    private readonly float[] _difference = new float[length];
    private float[] _estimate = new float[length];               // of the data, at the step before
    private float[] _earlier = new float[length];                // and at the one before that
    private float[] _now = new float[length];
    private int _orderBefore;
    private int _orderOfPrediction;

    /// <inheritdoc/>
    public void Step(int index, Span<float> x, ReadOnlySpan<float> velocity)
    {
        TensorPrimitives.MultiplyAdd(velocity, -sigmas[index], x, _now);
        if (index > 0)
        {
            Correct(index, x);
        }

        (_earlier, _estimate, _now) = (_estimate, _now, _earlier);

        // The last step ends where there is no noise, and its logarithm is infinite: order 1 alone is defined there.
        var now = Math.Min(order, Math.Min(sigmas.Count - 1 - index, _orderBefore + 1));
        x.CopyTo(_last);
        Predict(index, x, now);
        _orderBefore = Math.Min(order, _orderBefore + 1);
        _orderOfPrediction = now;
    }

    private void Predict(int index, Span<float> x, int now)
    {
        var (step, alpha) = Move(index, index + 1, _last, _estimate, x);
        if (now == 2)
        {
            var ratio = (Lambda(index - 1) - Lambda(index)) / step;
            TensorPrimitives.Subtract(_earlier, _estimate, _difference);
            TensorPrimitives.MultiplyAdd(_difference, (float)(-alpha * Decay(step) * 0.5 / ratio), x, x);
        }
    }

    // From where the step before began, with the estimate at its end.
    private void Correct(int index, Span<float> x)
    {
        var (step, alpha) = Move(index - 1, index, _last, _estimate, x);
        var (older, newer) = (0.0, 0.5);
        if (_orderOfPrediction == 2)
        {
            var ratio = (Lambda(index - 2) - Lambda(index - 1)) / step;
            (older, newer) = Weights(step, ratio);
            TensorPrimitives.Subtract(_earlier, _estimate, _difference);
            TensorPrimitives.MultiplyAdd(_difference, (float)(-alpha * Decay(step) * older / ratio), x, x);
        }

        TensorPrimitives.Subtract(_now, _estimate, _difference);
        TensorPrimitives.MultiplyAdd(_difference, (float)(-alpha * Decay(step) * newer), x, x);
    }

    // sigma_t / sigma_s · from − alpha_t (e^−h − 1) · estimate, into `to`. Gives h and alpha_t.
    private (double Step, double Alpha) Move(int start, int end, float[] from, float[] estimate, Span<float> to)
    {
        var alpha = 1.0 - sigmas[end];
        var step = Lambda(end) - Lambda(start);
        TensorPrimitives.Multiply(from, (float)(sigmas[end] / (double)sigmas[start]), to);
        TensorPrimitives.MultiplyAdd(estimate, (float)(-alpha * Decay(step)), to, to);
        return (step, alpha);
    }

    private double Lambda(int index) => Math.Log(1.0 - sigmas[index]) - Math.Log(sigmas[index]);

    private static double Decay(double step) => Math.Exp(-step) - 1;

    // Solves [[1, 1], [ratio, 1]] · w = b, where b_k = k! · phi_(k+1)(−h) · (−h) / (e^−h − 1).
    private static (double Older, double Newer) Weights(double step, double ratio)
    {
        var h = -step;
        var decay = Decay(step);
        var first = (decay / h) - 1;
        var second = (first / h) - 0.5;
        var (b1, b2) = (first / decay, 2 * second / decay);
        var older = (b1 - b2) / (1 - ratio);
        return (older, b1 - older);
    }
}
