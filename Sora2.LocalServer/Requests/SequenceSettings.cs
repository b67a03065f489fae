using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Requests;

/// <summary>How the pack's picture is brought to the sequence's size; the picture is never stretched.</summary>
public enum FitPolicy
{
    /// <summary>Cover the frame, cut what stands out evenly.</summary>
    Fill,

    /// <summary>Show the whole picture, black beside it.</summary>
    Fit,

    /// <summary>No scaling: centre, cut or pad.</summary>
    Crop,
}

/// <summary>The editor's sequence that the shot must match. Colour is Rec. 709, narrow range.</summary>
public sealed record SequenceSettings
{
    public required FrameRate FrameRate { get; init; }

    /// <summary>Pixels, even, 16 to 8192.</summary>
    public int Width { get; init; } = 1920;

    /// <summary>Pixels, even, 16 to 8192.</summary>
    public int Height { get; init; } = 1080;

    /// <summary>
    /// Timecode of the cut's first frame, which is the movie's when there is no head handle: "hh:mm:ss:ff", ";" before ff for drop-frame. Empty leaves it to the plan: where a clip's own
    /// timecode puts the shot, else 01:00:00:00.
    /// </summary>
    public string StartTimecode { get; init; } = "01:00:00:00";

    /// <summary>Frames made before the cut's first one, 0 to <see cref="HandlesCheck.Longest"/>: room to trim or dissolve.</summary>
    public int HeadHandle { get; init; }

    /// <summary>Frames made after the cut's last one, 0 to <see cref="HandlesCheck.Longest"/>.</summary>
    public int TailHandle { get; init; }

    public FitPolicy Fit { get; init; } = FitPolicy.Fill;
}
