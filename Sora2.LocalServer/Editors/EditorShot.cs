using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Editors;

/// <summary>A finished shot as editors see it: one picture and its stems, all with the same timecode and length.</summary>
public sealed record EditorShot
{
    /// <summary>PROJECT_SHOT_vNNN.</summary>
    public required string Name { get; init; }

    /// <summary>The name's first part.</summary>
    public required string Project { get; init; }

    /// <summary>At most 8 characters, as an EDL keeps them.</summary>
    public required string Reel { get; init; }

    /// <summary>Pixels, square.</summary>
    public required int Width { get; init; }

    /// <inheritdoc cref="Width"/>
    public required int Height { get; init; }

    /// <summary>Timecode of the media's first frame; its rate is the shot's.</summary>
    public required Timecode Start { get; init; }

    /// <summary>Frames of the media, handles included.</summary>
    public required int Frames { get; init; }

    /// <summary>Frames of the media before the cut's first one, 0 or more.</summary>
    public int HeadHandle { get; init; }

    /// <summary>Frames of the media after the cut's last one, 0 or more.</summary>
    public int TailHandle { get; init; }

    /// <summary>Absolute path of the movie.</summary>
    public required string Picture { get; init; }

    /// <summary>Absolute path of each stem: 48 kHz, 24 bit, stereo; empty for a silent shot.</summary>
    public IReadOnlyDictionary<StemKind, string> Stems { get; init; } = new Dictionary<StemKind, string>();

    /// <summary>What is delivered beside the media, by the name it has there: the mix, the poster, the recipe. Absolute paths.</summary>
    public IReadOnlyDictionary<string, string> Beside { get; init; } = new Dictionary<string, string>();

    public FrameRate FrameRate => Start.Rate;

    /// <summary>Frames of the cut: the media without its handles.</summary>
    public int CutFrames => Frames - HeadHandle - TailHandle;

    /// <summary>Timecode of the cut's first frame.</summary>
    public Timecode CutStart => Start.Add(HeadHandle);
}
