namespace Sora2.Contracts.Storyboards;

/// <summary>One shot of a storyboard.</summary>
public sealed record StoryboardShot
{
    public required string Prompt { get; init; }

    /// <summary>Its length; null takes what is given for all, or <see cref="Storyboard.DefaultSeconds"/>.</summary>
    public double? Seconds { get; init; }

    /// <summary>Its name; digits alone are numbered "SH010", empty takes its place in the list.</summary>
    public string Shot { get; init; } = "";
}
