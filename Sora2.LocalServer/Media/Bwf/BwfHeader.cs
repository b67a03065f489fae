using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Media.Bwf;

/// <summary>What a stem file says of itself beside its samples.</summary>
internal sealed record BwfHeader
{
    /// <summary>In words; cut at 256 bytes, ASCII.</summary>
    public required string Description { get; init; }

    /// <summary>Unique for the file, ASCII; bext holds its last 32 characters.</summary>
    public required string Reference { get; init; }

    /// <summary>Timecode of the first sample.</summary>
    public required Timecode Start { get; init; }

    /// <summary>Project, for iXML.</summary>
    public required string Project { get; init; }

    /// <summary>Scene or shot, for iXML.</summary>
    public required string Scene { get; init; }

    /// <summary>Take, for iXML: the version.</summary>
    public required string Take { get; init; }

    /// <summary>Reel name, for iXML's tape.</summary>
    public required string Tape { get; init; }

    /// <summary>What the tracks hold, for iXML: "FX", "MIX".</summary>
    public required string Track { get; init; }
}
