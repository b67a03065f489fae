namespace Sora2.LocalServer.Clips;

/// <summary>
/// Changes a sound's sample rate by an exact ratio, without delay: sample n of the result lies at n / target seconds, as
/// sample n * source / target of the input does. Outside the input is silence.
/// </summary>
/// <remarks>Polyphase sinc with a Kaiser window: flat to 0.9 of the lower Nyquist frequency, images below -100 dB.</remarks>
public sealed class Resampler
{
    // Zero crossings on each side that make, with the window's shape, a transition band of a tenth of the lower Nyquist.
    private const int ZeroCrossings = 64;
    private const double KaiserBeta = 10.06;
    private const double CutOff = 0.95;

    private readonly int _up;
    private readonly int _down;
    private readonly int _halfWidth;
    private readonly float[][] _phases;

    /// <param name="sourceRate">Samples a second, 1 or more.</param>
    /// <param name="targetRate">Samples a second, 1 or more.</param>
    /// <param name="zeroCrossings">Of the sinc, on each side; fewer are faster and widen the transition band.</param>
    public Resampler(int sourceRate, int targetRate, int zeroCrossings = ZeroCrossings)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(zeroCrossings);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sourceRate);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(targetRate);
        var divisor = GreatestCommonDivisor(sourceRate, targetRate);
        _up = targetRate / divisor;
        _down = sourceRate / divisor;
        if (_up == _down)
        {
            _phases = [];
            return;
        }

        var scale = CutOff * Math.Min(1.0, (double)_up / _down);
        _halfWidth = (int)Math.Ceiling(zeroCrossings / scale);
        _phases = [.. Enumerable.Range(0, _up).Select(phase => Taps((double)phase / _up, scale, _halfWidth))];
    }

    /// <summary>Fills <paramref name="target"/>, whatever its length; samples past the input's end ring out into silence.</summary>
    public void Convert(ReadOnlySpan<float> source, Span<float> target)
    {
        if (_up == _down)
        {
            var count = Math.Min(source.Length, target.Length);
            source[..count].CopyTo(target);
            target[count..].Clear();
            return;
        }

        for (var i = 0; i < target.Length; i++)
        {
            var (whole, phase) = Math.DivRem((long)i * _down, _up);
            var taps = _phases[phase];
            var first = whole - _halfWidth + 1;
            var from = (int)Math.Clamp(-first, 0, taps.Length);
            var to = (int)Math.Clamp(source.Length - first, from, taps.Length);
            target[i] = to > from
                ? System.Numerics.Tensors.TensorPrimitives.Dot(source.Slice((int)(first + from), to - from), taps.AsSpan(from, to - from))
                : 0f;
        }
    }

    // Taps for a result that lies `offset` (0 to 1) after input sample 0, for inputs -halfWidth + 1 to halfWidth.
    private static float[] Taps(double offset, double scale, int halfWidth)
    {
        var taps = new double[2 * halfWidth];
        for (var i = 0; i < taps.Length; i++)
        {
            var distance = i - halfWidth + 1 - offset;
            var place = distance / halfWidth;
            var window = Math.Abs(place) >= 1 ? 0 : BesselI0(KaiserBeta * Math.Sqrt(1 - (place * place))) / BesselI0(KaiserBeta);
            taps[i] = Sinc(scale * distance) * window;
        }

        // Each phase alone passes a constant unchanged.
        var sum = taps.Sum();
        return [.. taps.Select(tap => (float)(tap / sum))];
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    private static double BesselI0(double x)
    {
        double sum = 1, term = 1;
        for (var k = 1; term > sum * 1e-17; k++)
        {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }

        return sum;
    }

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
