using Sora2.PluginHost.Playback;
using Xunit;

namespace Sora2.PluginHost.Tests.Playback;

public sealed unsafe class FrameReaderTests
{
    private const int Width = 6;
    private const int Height = 4;

    // Value 1000 y + 100 x + channel: each place tells itself.
    private static ushort[] Frame { get; } =
        [.. Enumerable.Range(0, Width * Height * 3).Select(static at => (ushort)((1000 * (at / 3 / Width)) + (100 * (at / 3 % Width)) + (at % 3)))];

    [Theory]
    [InlineData(false, 1, 2)]
    [InlineData(true, 3, 2)]   // row 0 is the lowest: y = 0 is the frame's row 3
    public void Read_TakesTheWindowTheWayItLies(bool bottomUp, int top, int next)
    {
        var read = Read(Width, Height, 2, bottomUp ? 0 : 1, 5, bottomUp ? 2 : 3, bottomUp);

        Assert.Equal(Enumerable.Range(2, 3).SelectMany(x => Pixel(top, x)).Concat(Enumerable.Range(2, 3).SelectMany(x => Pixel(next, x))), read);
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(12, 8)]
    [InlineData(5, 7)]
    [InlineData(1, 1)]
    [InlineData(640, 3)]
    public void Read_Scaled_KeepsAnEvenPictureEven(int width, int height)
    {
        var frame = Enumerable.Repeat((ushort)51234, Frame.Length).ToArray();

        var read = Read(width, height, 0, 0, width, height, false, frame);

        // Single precision may end a weight's sum one short.
        Assert.All(read, static value => Assert.InRange(value, 51233, 51235));
    }

    // A slope stays a slope: at half the size a pixel's middle lies between two of the frame's, 150, 350 and so on of 100 x. At the
    // edges the triangle is cut, and leans inwards: (3 x 0 + 3 x 100 + 200) / 7 and (3 x 500 + 3 x 400 + 300) / 7 of 8ths.
    [Fact]
    public void Read_Half_IsTheWeightedMean()
    {
        var row = Read(Width / 2, Height / 2, 0, 0, 3, 1, false);
        var other = Read(Width / 2, Height / 2, 0, 1, 3, 2, false);

        double[] columns = [500.0 / 7, 250, 3000.0 / 7];
        for (var x = 0; x < 3; x++)
        {
            for (var channel = 0; channel < 3; channel++)
            {
                // Rows lean as columns do: 5000 / 7 above, 16000 / 7 below. Within one of rounding.
                Assert.InRange(row[(3 * x) + channel] - (5000.0 / 7) - columns[x] - channel, -1, 1);
                Assert.InRange(other[(3 * x) + channel] - (16000.0 / 7) - columns[x] - channel, -1, 1);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_Scaled_WindowsFitTogether(bool bottomUp)
    {
        var whole = Read(11, 9, 0, 0, 11, 9, bottomUp);

        for (var y = 0; y < 9; y++)
        {
            for (var x = 0; x < 11; x++)
            {
                Assert.Equal(whole.AsSpan(3 * ((11 * y) + x), 3).ToArray(), Read(11, 9, x, y, x + 1, y + 1, bottomUp));
            }
        }
    }

    private static ushort[] Read(int width, int height, int x1, int y1, int x2, int y2, bool bottomUp, ushort[]? frame = null)
    {
        var pixels = new ushort[(x2 - x1) * (y2 - y1) * 3];
        fixed (ushort* data = pixels)
        {
            var window = new ImageWindow
            {
                Depth = PixelDepth.Short, Components = PixelComponents.Rgb, BottomUp = bottomUp, Data = (nint)data, RowBytes = 6 * (x2 - x1),
                X1 = x1, Y1 = y1, X2 = x2, Y2 = y2, Width = width, Height = height,
            };
            window.Check();
            FrameReader.Read(frame ?? Frame, Width, Height, window);
        }

        return pixels;
    }

    private static IEnumerable<ushort> Pixel(int y, int x) => Frame.AsSpan(3 * ((Width * y) + x), 3).ToArray();
}
