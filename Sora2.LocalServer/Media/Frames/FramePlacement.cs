using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Media.Frames;

/// <summary>
/// Where a picture lands in a frame of another size, never stretched: scale to <see cref="ScaledWidth"/> by
/// <see cref="ScaledHeight"/>, cut from (<see cref="CutX"/>, <see cref="CutY"/>) what fits, put it at (<see cref="PadX"/>,
/// <see cref="PadY"/>). All numbers are even, so that sub-sampled chroma stays in place.
/// </summary>
internal sealed record FramePlacement
{
    public required int Width { get; init; }

    public required int Height { get; init; }

    public required int ScaledWidth { get; init; }

    public required int ScaledHeight { get; init; }

    public int KeptWidth => Math.Min(ScaledWidth, Width);

    public int KeptHeight => Math.Min(ScaledHeight, Height);

    public int CutX => EvenHalf(ScaledWidth - KeptWidth);

    public int CutY => EvenHalf(ScaledHeight - KeptHeight);

    public int PadX => EvenHalf(Width - KeptWidth);

    public int PadY => EvenHalf(Height - KeptHeight);

    public bool Cuts => KeptWidth != ScaledWidth || KeptHeight != ScaledHeight;

    public bool Pads => KeptWidth != Width || KeptHeight != Height;

    /// <param name="sourceWidth">Square pixels, 1 or more.</param>
    /// <param name="width">Of the frame; even.</param>
    /// <exception cref="ArgumentException">The frame's size is odd.</exception>
    public static FramePlacement Of(int sourceWidth, int sourceHeight, int width, int height, FitPolicy fit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sourceWidth);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sourceHeight);
        if (width <= 0 || height <= 0 || width % 2 != 0 || height % 2 != 0)
        {
            throw new ArgumentException($"A frame of {width}x{height} is not even.", nameof(width));
        }

        // The axis that decides takes the frame's size as it is; the other follows the aspect, to the nearest even number.
        var wide = (long)sourceWidth * height >= (long)width * sourceHeight;
        var byHeight = fit == FitPolicy.Fill ? wide : !wide;
        return fit == FitPolicy.Crop
            ? new FramePlacement { Width = width, Height = height, ScaledWidth = Even(sourceWidth), ScaledHeight = Even(sourceHeight) }
            : new FramePlacement
            {
                Width = width,
                Height = height,
                ScaledWidth = byHeight ? Follow(sourceWidth, height, sourceHeight, width, fit) : width,
                ScaledHeight = byHeight ? height : Follow(sourceHeight, width, sourceWidth, height, fit),
            };
    }

    private static int Follow(int source, int decided, int decidedSource, int frame, FitPolicy fit)
    {
        var scaled = Even((int)Math.Min(int.MaxValue - 1, Math.Round((double)source * decided / decidedSource)));

        // Rounding must neither leave a black line where the frame is to be filled nor cut where all is to be seen.
        return fit == FitPolicy.Fill ? Math.Max(scaled, frame) : Math.Min(scaled, frame);
    }

    private static int Even(int value) => Math.Max(2, (value + 1) / 2 * 2);

    private static int EvenHalf(int value) => value / 4 * 2;
}
