using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Editors.Sequences;

/// <summary>What an editor knows of the sequence that the shot is for.</summary>
public sealed record SequenceFacts
{
    public required FrameRate FrameRate { get; init; }

    /// <summary>Timecode of the sequence's first frame; ";" before the frames when it counts in drop-frame.</summary>
    public string StartTimecode { get; init; } = "00:00:00:00";

    /// <summary>Stored pixels.</summary>
    public required int Width { get; init; }

    /// <inheritdoc cref="Width"/>
    public required int Height { get; init; }

    /// <summary>Width of a pixel by its height: 1/1 is square, 4/3 that of 1440x1080.</summary>
    public (int Width, int Height) PixelAspect { get; init; } = (1, 1);

    /// <summary>Null when the editor does not say.</summary>
    public ColourTags? Colour { get; init; }

    public bool Interlaced { get; init; }
}
