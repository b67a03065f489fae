using Sora2.Contracts.Storyboards;

namespace Sora2.LocalServer.Dashboard.Storyboards;

/// <summary>A storyboard whose shots were queued.</summary>
public sealed record QueuedBoard
{
    /// <summary>32 lower-case hex digits.</summary>
    public required string Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Its cast's pictures are media ids.</summary>
    public required Storyboard Board { get; init; }

    public bool Continuous { get; init; }

    /// <summary>The job of each shot, the latest where it was tried again; a single one of a continuous piece.</summary>
    public IReadOnlyList<string> Jobs { get; init; } = [];

    /// <summary>How many jobs it has when all are queued.</summary>
    public int JobCount => Continuous ? 1 : Board.Shots.Count;
}
