using System.Numerics.Tensors;
using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Model;

/// <summary>
/// Takes the model's frames in order and fills a reel at its own rate: the same, a whole fraction (frames are left out), or a
/// whole multiple (frames in between are mixed from their neighbours).
/// </summary>
internal sealed class FrameTrain
{
    private readonly ReelWriter _reel;
    private readonly int _keepEvery;
    private readonly int _between;
    private readonly float[] _previous;
    private readonly float[] _mixed;
    private readonly ushort[] _packed;

    /// <param name="modelRate">The reel's rate, a whole multiple of it, or a whole fraction.</param>
    public FrameTrain(ReelWriter reel, FrameRate modelRate)
    {
        _reel = reel;
        (_keepEvery, _between) = Ratio(modelRate, reel.Header.FrameRate);
        var pixels = reel.Header.Picture.PixelsPerFrame;
        _previous = new float[3 * pixels];
        _mixed = new float[3 * pixels];
        _packed = new ushort[3 * pixels];
    }

    /// <summary>How many frames the model has to make for a shot of <paramref name="frames"/>.</summary>
    public static int FramesToMake(int frames, FrameRate modelRate, FrameRate rate)
    {
        var (keepEvery, between) = Ratio(modelRate, rate);
        return checked(((frames - 1 + between - 1) / between * keepEvery) + 1);
    }

    /// <param name="planar">[3, height, width], RGB in about -1..1.</param>
    public void Take(int frame, ReadOnlySpan<float> planar)
    {
        if (frame % _keepEvery != 0)
        {
            return;
        }

        var index = frame / _keepEvery;
        if (index == 0)
        {
            Write(0, planar);
        }

        for (var i = 1; i <= _between && index > 0; i++)
        {
            if (i < _between)
            {
                TensorPrimitives.Lerp(_previous, planar, (float)i / _between, _mixed);
            }

            Write(((index - 1) * _between) + i, i < _between ? _mixed : planar);
        }

        if (_between > 1)
        {
            planar.CopyTo(_previous);
        }
    }

    // One of the two is 1.
    private static (int KeepEvery, int Between) Ratio(FrameRate model, FrameRate reel)
    {
        var (up, down) = ((long)model.Numerator * reel.Denominator, (long)reel.Numerator * model.Denominator);
        return up % down == 0 ? (checked((int)(up / down)), 1)
            : down % up == 0 ? (1, checked((int)(down / up)))
            : throw new ArgumentException($"{model} is no whole multiple or fraction of {reel}.", nameof(model));
    }

    private void Write(int frame, ReadOnlySpan<float> planar)
    {
        if (frame < _reel.Header.Picture.Frames)
        {
            PackRgb16(planar, _packed);
            _reel.WriteFrame(frame, _packed);
        }
    }

    /// <summary>Packs one frame into 16-bit full-range RGB; values outside -1..1 are clipped, NaN is black.</summary>
    internal static void PackRgb16(ReadOnlySpan<float> planar, Span<ushort> rgb)
    {
        var pixels = planar.Length / 3;
        for (var colour = 0; colour < 3; colour++)
        {
            var plane = planar.Slice(colour * pixels, pixels);
            for (var i = 0; i < plane.Length; i++)
            {
                // 32767.5 maps [-1, 1] onto [0, 65535]; the extra half rounds to nearest.
                rgb[(3 * i) + colour] = (ushort)Math.Clamp((plane[i] * 32767.5f) + 32768f, 0f, 65535f);
            }
        }
    }
}
