namespace Sora2.LocalServer.Planning.Footage;

/// <summary>What the clips of a request make of its time: how long the new part is, and where it lies.</summary>
/// <param name="Frames">New frames, at the sequence's rate.</param>
internal sealed record FootagePlan(int Frames)
{
    public IReadOnlyList<PlannedClip> Clips { get; init; } = [];

    /// <summary>Where the new part begins in the delivered movie.</summary>
    public int FirstNewFrame { get; init; }

    /// <summary>Frames of the delivered movie.</summary>
    public required int OutputFrames { get; init; }

    /// <summary>The request's own, or where the clips put the shot.</summary>
    public required string StartTimecode { get; init; }

    /// <summary>The field that says how long the new part is.</summary>
    public string LengthField { get; init; } = "seconds";

    public IReadOnlyList<string> Notes { get; init; } = [];
}
