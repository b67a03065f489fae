using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Editors;
using Sora2.LocalServer.Library;

namespace Sora2.LocalServer.Jobs.Deliveries;

/// <summary>The library's shots as editors see them.</summary>
internal static class EditorShots
{
    private const string DefaultTimecode = "01:00:00:00";

    public static EditorShot Of(PublishedShot shot, ShotRecipe recipe)
    {
        var sequence = recipe.Request.Sequence;
        var cut = sequence.StartTimecode.Length > 0 ? sequence.StartTimecode : DefaultTimecode;
        var beside = new Dictionary<string, string>
        {
            [Path.GetFileName(shot.Poster)] = shot.Poster,
            [$"{shot.Name}.{ShotRecipe.FileName}"] = shot.Recipe,
        };
        if (shot.Mix is { } mix)
        {
            beside[Path.GetFileName(mix)] = mix;
        }

        return new EditorShot
        {
            Name = shot.Name,
            Project = recipe.Project,
            Reel = NameOf(recipe).Reel,
            Width = sequence.Width,
            Height = sequence.Height,
            Start = Timecode.Parse(cut, sequence.FrameRate).Add(-sequence.HeadHandle),
            Frames = sequence.HeadHandle + sequence.FrameRate.FramesIn(recipe.Request.Seconds) + sequence.TailHandle,
            HeadHandle = sequence.HeadHandle,
            TailHandle = sequence.TailHandle,
            Picture = shot.Picture,
            Stems = shot.Stems,
            Beside = beside,
        };
    }

    public static ShotName NameOf(ShotRecipe recipe) => new(recipe.Project, recipe.Shot, recipe.Version);
}
