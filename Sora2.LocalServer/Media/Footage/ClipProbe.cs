using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Media.Footage;

/// <summary>What a clip is, by its headers and its first frame.</summary>
public sealed record ClipProbe
{
    /// <summary>FFmpeg's demuxer, chosen by the first bytes.</summary>
    public required string Container { get; init; }

    /// <summary>As FFmpeg names it.</summary>
    public required string Codec { get; init; }

    /// <summary>As FFmpeg names it.</summary>
    public required string PixelFormat { get; init; }

    /// <summary>Nominal rate; the average one when it is variable.</summary>
    public required FrameRate FrameRate { get; init; }

    public required bool VariableFrameRate { get; init; }

    /// <summary>As the container counts them, else rate by duration.</summary>
    public required long Frames { get; init; }

    /// <summary>Of the picture, as the container says; only reading finds the true end.</summary>
    public required double DurationSeconds { get; init; }

    /// <summary>As stored: neither upright nor stretched yet.</summary>
    public required int Width { get; init; }

    /// <inheritdoc cref="Width"/>
    public required int Height { get; init; }

    /// <summary>Width of a pixel by its height; 1 is square.</summary>
    public required double PixelAspect { get; init; }

    /// <summary>As Exif counts, 1 to 8; 1 is upright.</summary>
    public required int Orientation { get; init; }

    /// <summary>Clockwise degrees that bring it upright: 0, 90, 180 or 270.</summary>
    public int Rotation => Orientation switch { 3 or 4 => 180, 5 or 6 => 90, 7 or 8 => 270, _ => 0 };

    public required bool Interlaced { get; init; }

    /// <summary>Which field is the earlier one, when it is interlaced.</summary>
    public required bool TopFieldFirst { get; init; }

    public required ClipColour Colour { get; init; }

    public required bool HasAlpha { get; init; }

    /// <summary>Null when the clip is silent.</summary>
    public required ClipSound? Sound { get; init; }

    /// <summary>Of the first frame, as written in the clip.</summary>
    public required string? StartTimecode { get; init; }

    public required string? ReelName { get; init; }

    /// <summary>Index of the picture's stream.</summary>
    internal int Stream { get; init; }

    /// <summary>Time stamp of the first frame in the container's own count, in seconds.</summary>
    internal double Origin { get; init; }

    /// <summary>Width of the upright picture in square pixels.</summary>
    public int DisplayWidth => Orientation >= 5 ? Height : Stretched;

    /// <inheritdoc cref="DisplayWidth"/>
    public int DisplayHeight => Orientation >= 5 ? Stretched : Height;

    /// <summary>Whether its pixels are square, as near as a header says it.</summary>
    public bool HasSquarePixels => Math.Abs(PixelAspect - 1) <= 0.001;

    /// <summary>Why its frames cannot stand beside new ones as they are, or null when they can.</summary>
    internal string? Oddity => VariableFrameRate ? $"at {FrameRate} frames a second that vary"
        : Interlaced ? "interlaced"
        : Orientation != 1 ? "not upright"
        : !HasSquarePixels ? "of pixels that are not square"
        : Colour.IsHdr ? $"HDR ({Colour.Name})"
        : HasAlpha ? "transparent"
        : null;

    private int Stretched => Math.Max(1, (int)Math.Round(Width * PixelAspect));
}
