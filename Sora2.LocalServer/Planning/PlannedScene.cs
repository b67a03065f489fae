namespace Sora2.LocalServer.Planning;

/// <summary>A stretch of the shot and what is seen and heard in it.</summary>
/// <param name="Prompt">Whole in itself: what all scenes share is in it. Without quoted speech, cast by slots.</param>
/// <param name="Frames">At the sequence's rate.</param>
public sealed record PlannedScene(string Prompt, int Frames)
{
    /// <summary>Words to be spoken in it, in order.</summary>
    public IReadOnlyList<string> Dialogue { get; init; } = [];
}
