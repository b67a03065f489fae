using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Editors.Sequences;

/// <summary>A clip on the timeline beside the shot to make: which part of which file it shows.</summary>
public sealed record NeighbourClip
{
    /// <summary>Its media on the editor's machine.</summary>
    public string Path { get; init; } = "";

    /// <summary>Content hash of the upload; empty until the file was sent.</summary>
    public string MediaId { get; init; } = "";

    /// <summary>The media's own rate.</summary>
    public required FrameRate FrameRate { get; init; }

    /// <summary>Timecode of the media's first frame, "hh:mm:ss:ff" with ";" for drop-frame; empty when it has none.</summary>
    public string SourceTimecode { get; init; } = "";

    /// <summary>First frame of the media that the timeline shows, from 0, at the media's rate.</summary>
    public required long InFrame { get; init; }

    /// <summary>The frame after the last one shown.</summary>
    public required long OutFrame { get; init; }
}
