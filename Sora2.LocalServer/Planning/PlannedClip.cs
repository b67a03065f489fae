namespace Sora2.LocalServer.Planning;

/// <summary>What footage is to the shot.</summary>
public enum ClipUse
{
    /// <summary>It comes before the shot: its end leads into the first frame.</summary>
    Before,

    /// <summary>It comes after the shot: the last frame leads into its start.</summary>
    After,

    /// <summary>It is edited, frame by frame.</summary>
    Source,
}

/// <summary>A part of a clip that the shot hangs on.</summary>
/// <param name="MediaId">Content hash of the movie.</param>
/// <param name="Start">Where the part that is used begins on the clip's own time line, seconds.</param>
/// <param name="End">Where it ends.</param>
public sealed record PlannedClip(string MediaId, ClipUse Use, double Start, double End)
{
    /// <summary>The clip's stems where they are known apart, on its own time line; when there are none its own sound counts.</summary>
    public IReadOnlyList<PlannedStem> Stems { get; init; } = [];
}
