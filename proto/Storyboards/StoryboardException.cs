namespace Sora2.Contracts.Storyboards;

/// <summary>A text that is no storyboard.</summary>
/// <param name="given">What was found.</param>
/// <param name="allowed">What would do.</param>
public sealed class StoryboardException(string given, string allowed) : Exception($"The storyboard holds {given}. Allowed is {allowed}.")
{
    public string Given { get; } = given;

    public string Allowed { get; } = allowed;
}
