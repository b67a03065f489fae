using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Media.Footage;

/// <summary>What to take from a clip and the terms it is brought to.</summary>
/// <param name="Width">Even.</param>
/// <param name="Height">Even.</param>
/// <param name="MinSeconds">So much is enough when the part is longer than the clip; null wants all of it.</param>
public sealed record FootageWish(FootagePart Part, int Width, int Height, FrameRate FrameRate, FitPolicy Fit = FitPolicy.Fill, double? MinSeconds = null)
{
    /// <summary>Longest part taken, in seconds.</summary>
    public const double LongestSeconds = 120;

    // A block of memory ends at 2 GB; a frame travels as four planes of 16 bit at most.
    private const long MostPixels = int.MaxValue / 8 - 1024;

    /// <summary>Frames of the whole part, 1 or more.</summary>
    public int Frames => Math.Max(1, FrameRate.FramesIn(Part.Seconds));

    /// <exception cref="ArgumentException">No such part can be held.</exception>
    internal void Check()
    {
        if (Part.Seconds > LongestSeconds || Width is < 2 or > 8192 || Height is < 2 or > 8192 || Width % 2 != 0 || Height % 2 != 0
            || FrameRate.FramesPerSecond is < 1 or > 240 || (long)Frames * Width * Height > MostPixels || MinSeconds > Part.Seconds)
        {
            throw new ArgumentException(
                $"{Part.Seconds} s of {Width}x{Height} at {FrameRate} with {MinSeconds} s at least cannot be read: allowed are {LongestSeconds} s,"
                + $" even sizes to 8192, rates of 1 to 240, {MostPixels} pixels in all and no more at least than in all.");
        }
    }
}
