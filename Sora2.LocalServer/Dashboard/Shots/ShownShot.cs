using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Jobs.Deliveries;
using Sora2.LocalServer.Library;

namespace Sora2.LocalServer.Dashboard.Shots;

/// <summary>A shot and its recipe, where that can be read.</summary>
public sealed record ShownShot(PublishedShot Shot, ShotRecipe? Recipe)
{
    private const string UnknownStart = "00:00:00:00";

    private static readonly FrameRate s_unknownRate = new(24, 1);

    /// <summary>What it shows, in its maker's words.</summary>
    public string Prompt => Recipe?.Request is { } request
        ? string.Join(" ", request.Scenes.Select(static scene => scene.Prompt).Prepend(request.Prompt).Where(static text => text.Length > 0))
        : "";

    public FrameRate Rate => Recipe?.Request.Sequence.FrameRate ?? s_unknownRate;

    /// <summary>Timecode of the first frame, handles counted in.</summary>
    public string Start => Recipe is null ? UnknownStart : EditorShots.Of(Shot, Recipe).Start.ToString();

    public bool Says(string word) =>
        Shot.Name.Contains(word, StringComparison.OrdinalIgnoreCase) || Shot.Title.Contains(word, StringComparison.OrdinalIgnoreCase) || Prompt.Contains(word, StringComparison.OrdinalIgnoreCase);
}
