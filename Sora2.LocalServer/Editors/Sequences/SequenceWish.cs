using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Editors.Sequences;

/// <summary>What a user points at in a sequence.</summary>
public sealed record SequenceWish
{
    /// <summary>Shot (at the playhead or between in and out), ExtendTail, ExtendHead or FillGap.</summary>
    public ShotTask Task { get; init; } = ShotTask.Shot;

    public string Prompt { get; init; } = "";

    /// <summary>The shot's first frame on the timeline, from 0: playhead, in point, or where a gap begins.</summary>
    public long AtFrame { get; init; }

    /// <summary>The frame after its last one: out point, or where a gap ends. Null when <see cref="Seconds"/> says the length.</summary>
    public long? EndFrame { get; init; }

    /// <summary>Length when there is no <see cref="EndFrame"/>.</summary>
    public double Seconds { get; init; } = 4;

    /// <summary>Frames wanted beyond the cut on each side; made where they can be.</summary>
    public int Handles { get; init; }

    /// <summary>The clip before the shot; wanted by ExtendTail and FillGap.</summary>
    public NeighbourClip? Before { get; init; }

    /// <summary>The clip after it; wanted by ExtendHead and FillGap.</summary>
    public NeighbourClip? After { get; init; }
}
