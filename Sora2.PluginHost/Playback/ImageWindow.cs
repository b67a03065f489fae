namespace Sora2.PluginHost.Playback;

/// <summary>
/// A window of a picture in a caller's memory. Values are full range: 0 to 255, 65535 or 1.0. The memory is the caller's and must
/// stay for as long as this is used.
/// </summary>
internal readonly unsafe struct ImageWindow
{
    /// <summary>Largest side of a picture.</summary>
    public const int LargestSide = 16_384;

    public required PixelDepth Depth { get; init; }

    public required PixelComponents Components { get; init; }

    /// <summary>Whether y grows upwards: row 0 is the picture's lowest.</summary>
    public required bool BottomUp { get; init; }

    /// <summary>The pixel at (X1, Y1).</summary>
    public required nint Data { get; init; }

    /// <summary>From a row to the one with the next larger y; may be negative.</summary>
    public required nint RowBytes { get; init; }

    public required int X1 { get; init; }

    public required int Y1 { get; init; }

    /// <summary>Not part of the window.</summary>
    public required int X2 { get; init; }

    /// <summary>Not part of the window.</summary>
    public required int Y2 { get; init; }

    /// <summary>Of the whole picture.</summary>
    public required int Width { get; init; }

    /// <inheritdoc cref="Width"/>
    public required int Height { get; init; }

    private int PixelBytes =>
        (Components switch { PixelComponents.Rgba => 4, PixelComponents.Rgb => 3, _ => 1 })
        * (Depth switch { PixelDepth.Byte => 1, PixelDepth.Float => 4, _ => 2 });

    /// <exception cref="ArgumentException">No such image can be; the words name the field.</exception>
    public void Check()
    {
        Require(Enum.IsDefined(Depth), "depth", (int)Depth, "SORA2_DEPTH_BYTE, SHORT, HALF or FLOAT");
        Require(Enum.IsDefined(Components), "components", (int)Components, "SORA2_RGBA, SORA2_RGB or SORA2_ALPHA");
        Require(Data != 0, "data", "null", "the address of the pixel at (x1, y1)");
        Require(Width is >= 1 and <= LargestSide, "width", Width, $"1 to {LargestSide}");
        Require(Height is >= 1 and <= LargestSide, "height", Height, $"1 to {LargestSide}");
        Require(X1 >= 0 && X1 < X2 && X2 <= Width, "x1 and x2", $"{X1} and {X2}", $"a window inside 0 to {Width} that is not empty");
        Require(Y1 >= 0 && Y1 < Y2 && Y2 <= Height, "y1 and y2", $"{Y1} and {Y2}", $"a window inside 0 to {Height} that is not empty");
        var least = (long)PixelBytes * (X2 - X1);
        Require(Y2 - Y1 == 1 || RowBytes >= least || RowBytes <= -least, "row_bytes", RowBytes, $"{least} or more, or the same below 0");
    }

    /// <summary>The window's part of a row.</summary>
    /// <param name="y">Y1 to Y2 - 1.</param>
    public Span<byte> Row(int y) => new((byte*)Data + (RowBytes * (y - Y1)), PixelBytes * (X2 - X1));

    /// <summary>Where a row lies in the picture, counted from its top.</summary>
    public int FromTop(int y) => BottomUp ? Height - 1 - y : y;

    private static void Require(bool holds, string field, object given, string allowed)
    {
        if (!holds)
        {
            throw new ArgumentException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"image.{field}: got {given}; allowed: {allowed}."));
        }
    }
}
