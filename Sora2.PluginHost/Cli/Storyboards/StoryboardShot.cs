namespace Sora2.PluginHost.Cli.Storyboards;

/// <summary>One shot of a storyboard.</summary>
internal sealed record StoryboardShot
{
    public required string Prompt { get; init; }

    /// <summary>Its length; null takes what was typed for all, or the default.</summary>
    public double? Seconds { get; init; }

    /// <summary>Its name; digits alone are numbered "SH010", empty takes its place in the list.</summary>
    public string Shot { get; init; } = "";
}
