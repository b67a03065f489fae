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
        var least = (long)PixelBytes * (X2 - X1);
        if (!Enum.IsDefined(Depth))
        {
            throw Refuse("depth", $"{(int)Depth}", "SORA2_DEPTH_BYTE, SHORT, HALF or FLOAT");
        }

        if (!Enum.IsDefined(Components))
        {
            throw Refuse("components", $"{(int)Components}", "SORA2_RGBA, SORA2_RGB or SORA2_ALPHA");
        }

        if (Data == 0)
        {
            throw Refuse("data", $"null", "the address of the pixel at (x1, y1)");
        }

        if (Width is < 1 or > LargestSide || Height is < 1 or > LargestSide)
        {
            throw Refuse("width and height", $"{Width}x{Height}", "1 to 16384 each");
        }

        if (X1 < 0 || X1 >= X2 || X2 > Width)
        {
            throw Refuse("x1 and x2", $"{X1} and {X2} of {Width}", "a window inside the picture that is not empty");
        }

        if (Y1 < 0 || Y1 >= Y2 || Y2 > Height)
        {
            throw Refuse("y1 and y2", $"{Y1} and {Y2} of {Height}", "a window inside the picture that is not empty");
        }

        if (Y2 - Y1 > 1 && Math.Abs((long)RowBytes) < least)
        {
            throw Refuse("row_bytes", $"{RowBytes} for {least} bytes of pixels", "as much or more, below 0 where rows go backwards");
        }
    }

    /// <summary>The window's part of a row.</summary>
    /// <param name="y">Y1 to Y2 - 1.</param>
    public Span<byte> Row(int y) => new((byte*)Data + (RowBytes * (y - Y1)), PixelBytes * (X2 - X1));

    /// <summary>Where a row lies in the picture, counted from its top.</summary>
    public int FromTop(int y) => BottomUp ? Height - 1 - y : y;

    private static ArgumentException Refuse(string field, FormattableString given, string allowed) =>
        new($"image.{field}: got {given.ToString(System.Globalization.CultureInfo.InvariantCulture)}; allowed: {allowed}.");
}
