using System.Numerics.Tensors;
using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Model;

/// <summary>
/// Takes the model's frames in order and fills a reel at its own rate. Where a frame of the reel falls between two of the model's, it is drawn
/// from both.
/// </summary>
internal sealed class FrameTrain
{
    private readonly ReelWriter _reel;
    private readonly FrameMixer _mix;
    private readonly long _up;
    private readonly long _down;
    private readonly float[] _previous;
    private readonly float[] _mixed;
    private readonly ushort[] _packed;
    private int _written;

    /// <param name="mix">Draws frames between; without it both are mixed by how near they are.</param>
    public FrameTrain(ReelWriter reel, FrameRate modelRate, FrameMixer? mix = null)
    {
        _mix = mix ?? Mix;
        _reel = reel;
        (_up, _down) = Ratio(modelRate, reel.Header.FrameRate);
        var pixels = reel.Header.Picture.PixelsPerFrame;
        _previous = new float[3 * pixels];
        _mixed = new float[3 * pixels];
        _packed = new ushort[3 * pixels];
    }

    /// <summary>How many frames the model has to make for a shot of <paramref name="frames"/>.</summary>
    public static int FramesToMake(int frames, FrameRate modelRate, FrameRate rate)
    {
        var (up, down) = Ratio(modelRate, rate);
        return checked((int)(((((long)frames - 1) * up) + down - 1) / down) + 1);
    }

    /// <param name="frame">0, 1, 2, …</param>
    /// <param name="planar">[3, height, width], RGB in about -1..1.</param>
    public void Take(int frame, ReadOnlySpan<float> planar)
    {
        // Frame n of the reel lies at n · up / down of the model's frames.
        for (; _written < _reel.Header.Picture.Frames && _written * _up <= frame * _down; _written++)
        {
            var past = (_written * _up) - ((frame - 1) * _down);
            if (past == _down)
            {
                Write(_written, planar);
                continue;
            }

            _mix(_previous, planar, (float)past / _down, _mixed);
            Write(_written, _mixed);
        }

        planar.CopyTo(_previous);
    }

    private static void Mix(ReadOnlySpan<float> before, ReadOnlySpan<float> after, float moment, Span<float> between) =>
        TensorPrimitives.Lerp(before, after, moment, between);

    // The model's frames for each of the reel's.
    private static (long Up, long Down) Ratio(FrameRate model, FrameRate reel) =>
        ((long)model.Numerator * reel.Denominator, (long)reel.Numerator * model.Denominator);

    private void Write(int frame, ReadOnlySpan<float> planar)
    {
        PackRgb16(planar, _packed);
        _reel.WriteFrame(frame, _packed);
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
