using Sora2.LocalServer.Library;
using Sora2.LocalServer.Library.Titles;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Dashboard.Shots;

/// <summary>Shots with what their recipes say of them.</summary>
internal static class ShotList
{
    /// <param name="words">All of them must stand in the name, the title or the prompt; empty takes every shot.</param>
    /// <param name="count">At most so many.</param>
    /// <returns>Newest first, and whether there are more.</returns>
    public static async Task<(IReadOnlyList<ShownShot> Shots, bool More)> ReadAsync(ShotLibrary library, string words, int count, CancellationToken cancellationToken)
    {
        var wanted = Composition.Compose(words).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var found = new List<ShownShot>();
        foreach (var shot in library.List())
        {
            var shown = new ShownShot(shot, await RecipeAsync(shot, cancellationToken));
            if (wanted.All(shown.Says))
            {
                found.Add(shown);
                if (found.Count > count)
                {
                    break;
                }
            }
        }

        return ([.. found.Take(count)], found.Count > count);
    }

    /// <summary>What the names of a shot's versions begin with: PROJECT_SHOT_.</summary>
    public static string StemOf(PublishedShot shot) => shot.Name[..(shot.Name.LastIndexOf('_') + 1)];

    /// <summary>Null where shot.json is gone or spoilt; the shot is shown all the same.</summary>
    public static async Task<ShotRecipe?> RecipeAsync(PublishedShot shot, CancellationToken cancellationToken)
    {
        try
        {
            return await ShotLibrary.RecipeOfAsync(shot, cancellationToken);
        }
        catch (InvalidRequestException)
        {
            return null;
        }
    }
}
