using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Videos.Wire;

namespace Sora2.LocalServer.Videos.Wishes;

/// <summary>The models of the API: the names that programs were written with, and the packs of this machine by their own.</summary>
internal sealed class VideoModels(PackCatalog packs)
{
    /// <summary>What a call that names no model gets.</summary>
    public const string Default = "sora-2";

    private static readonly string[] s_known =
    [
        "sora-2", "sora-2-pro", "sora-2-2025-10-06", "sora-2-2025-12-08", "sora-2-pro-2025-10-06",
    ];

    /// <summary>All names, those of the API first.</summary>
    public IReadOnlyList<string> Names => [.. s_known, .. packs.List().Where(static pack => pack.Problem is null).Select(static pack => pack.Name)];

    /// <summary>Whether the name is the API's own: the default pack stands for all of these.</summary>
    public static bool IsKnown(string model) => s_known.Contains(model, StringComparer.Ordinal);

    /// <summary>The pack that a model stands for; empty for the server's default.</summary>
    /// <exception cref="ApiException">No such model.</exception>
    public string PackOf(string model)
    {
        if (IsKnown(model))
        {
            return "";
        }

        var names = Names;
        return names.Contains(model, StringComparer.Ordinal) ? model : throw ApiException.InvalidValue("model", model, [.. names]);
    }

    /// <summary>Longest piece that a pack makes, seconds; null when there is no such pack to ask.</summary>
    public double? LongestOf(string pack)
    {
        try
        {
            var can = packs.Get(pack).Capabilities!;
            return Math.Max(can.MaxSeconds, can.LongSeconds);
        }
        catch (PackException)
        {
            // The queue refuses it in its own words.
            return null;
        }
    }
}
