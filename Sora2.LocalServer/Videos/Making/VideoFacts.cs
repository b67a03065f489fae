namespace Sora2.LocalServer.Videos.Making;

/// <summary>What the API must tell of a video and the job does not know: the words of its client, and what became of them.</summary>
internal sealed record VideoFacts
{
    /// <summary>As the client named it.</summary>
    public required string Model { get; init; }

    public required string Prompt { get; init; }

    /// <summary>"1280x720".</summary>
    public required string Size { get; init; }

    /// <summary>Of the whole video, a decimal number.</summary>
    public required string Seconds { get; init; }

    public required long Seed { get; init; }

    /// <summary>"24", "24000/1001".</summary>
    public required string Fps { get; init; }

    /// <summary>What the pack itself makes before it is brought to the size asked for.</summary>
    public MadeAs? Made { get; init; }

    /// <summary>The video that this one was remixed from, or null.</summary>
    public string? RemixedFrom { get; init; }

    /// <summary>The video that this one was edited or extended from, or null.</summary>
    public string? Source { get; init; }

    /// <summary>What stands before the new part of an extended video, in order.</summary>
    public IReadOnlyList<Segment> Before { get; init; } = [];

    /// <summary>What was done otherwise than asked, beside the job's own notes.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
