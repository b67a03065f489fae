using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model.Sources;

namespace Sora2.LocalServer.Model;

/// <summary>The picture of a reel as a clip for another model: scaled down, cut to its shape, at its rate.</summary>
internal static class MadePicture
{
    /// <summary>The part that is wished for. Each pixel is the mean of those that it covers; what stands out is cut.</summary>
    public static ClipFrames Read(ReelWriter reel, ClipWish wish, CancellationToken cancellationToken)
    {
        var (picture, rate) = (reel.Header.Picture, reel.Header.FrameRate.FramesPerSecond);
        var count = Math.Max(1, (int)Math.Round((Math.Min(wish.End, picture.Frames / rate) - wish.Start) * wish.FrameRate.FramesPerSecond));
        var frames = new float[count * 3 * wish.Width * wish.Height];
        var scale = Math.Min((double)picture.Width / wish.Width, (double)picture.Height / wish.Height);
        var (left, top) = ((picture.Width - (wish.Width * scale)) / 2, (picture.Height - (wish.Height * scale)) / 2);
        var rgb = new ushort[3 * picture.PixelsPerFrame];
        var read = -1;
        for (var frame = 0; frame < count; frame++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var index = Math.Clamp((int)Math.Round((wish.Start + (frame / wish.FrameRate.FramesPerSecond)) * rate), 0, picture.Frames - 1);
            if (index != read)
            {
                reel.ReadFrame(index, rgb);
                read = index;
            }

            Shrink(rgb, picture, left, top, scale, wish, frames.AsSpan(frame * 3 * wish.Width * wish.Height));
        }

        return new ClipFrames(count, frames, []);
    }

    private static void Shrink(ReadOnlySpan<ushort> rgb, VideoShape picture, double left, double top, double scale, ClipWish wish, Span<float> planar)
    {
        for (var y = 0; y < wish.Height; y++)
        {
            var (y0, y1) = Span(top + (y * scale), top + ((y + 1) * scale), picture.Height);
            for (var x = 0; x < wish.Width; x++)
            {
                var (x0, x1) = Span(left + (x * scale), left + ((x + 1) * scale), picture.Width);
                for (var colour = 0; colour < 3; colour++)
                {
                    long sum = 0;
                    for (var row = y0; row < y1; row++)
                    {
                        for (var column = x0; column < x1; column++)
                        {
                            sum += rgb[(3 * ((row * picture.Width) + column)) + colour];
                        }
                    }

                    planar[(((colour * wish.Height) + y) * wish.Width) + x] = (float)((sum / (double)((y1 - y0) * (x1 - x0)) / 32767.5) - 1);
                }
            }
        }
    }

    // Whole pixels, at least one.
    private static (int Start, int End) Span(double start, double end, int size)
    {
        var first = Math.Clamp((int)start, 0, size - 1);
        return (first, Math.Clamp((int)Math.Ceiling(end), first + 1, size));
    }
}
