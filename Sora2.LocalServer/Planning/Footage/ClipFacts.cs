using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Planning.Footage;

/// <summary>What planning needs to know of a clip.</summary>
public sealed record ClipFacts
{
    public required double Seconds { get; init; }

    public required FrameRate FrameRate { get; init; }

    /// <summary>As it is shown: upright, pixels square, even.</summary>
    public required int Width { get; init; }

    /// <inheritdoc cref="Width"/>
    public required int Height { get; init; }

    public bool HasSound { get; init; }

    /// <summary>
    /// Whether its frames can stand beside new ones as they are: progressive, of one rate, upright, of square pixels, opaque and
    /// in Rec. 709.
    /// </summary>
    public bool KeepsItsFrames { get; init; }

    /// <summary>Of the first frame, as the file says it; null when it says nothing.</summary>
    public string? StartTimecode { get; init; }

    /// <summary>What the user should know about it, in plain words.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
