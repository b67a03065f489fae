using Sora2.Contracts.Storyboards;

namespace Sora2.LocalServer.Dashboard.Storyboards;

/// <summary>One shot as it stands in the form.</summary>
public sealed class BoardShot
{
    public string Prompt { get; set; } = "";

    public double Seconds { get; set; } = Storyboard.DefaultSeconds;

    /// <summary>Empty takes its place in the list.</summary>
    public string Name { get; set; } = "";
}
