using Sora2.LocalServer.Library;

namespace Sora2.LocalServer.Dashboard.Shots;

/// <summary>A shot and its recipe, where that can be read.</summary>
public sealed record ShownShot(PublishedShot Shot, ShotRecipe? Recipe)
{
    /// <summary>What it shows, in its maker's words.</summary>
    public string Prompt => Recipe?.Request is { } request
        ? string.Join(" ", request.Scenes.Select(static scene => scene.Prompt).Prepend(request.Prompt).Where(static text => text.Length > 0))
        : "";

    public bool Says(string word) =>
        Shot.Name.Contains(word, StringComparison.OrdinalIgnoreCase) || Shot.Title.Contains(word, StringComparison.OrdinalIgnoreCase) || Prompt.Contains(word, StringComparison.OrdinalIgnoreCase);
}
