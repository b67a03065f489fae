using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Library;

/// <summary>A whole shot in the library. Paths are absolute.</summary>
/// <param name="Name">PROJECT_SHOT_vNNN.</param>
/// <param name="Mix">Null for a silent shot.</param>
/// <param name="Recipe">shot.json: how it was made.</param>
/// <param name="JobId">The job that made it.</param>
/// <param name="Variant">Which of the job's variants it is.</param>
public sealed record PublishedShot(
    string Name,
    string Project,
    string Folder,
    string Picture,
    string? Mix,
    IReadOnlyDictionary<StemKind, string> Stems,
    string Recipe,
    string Poster,
    DateTimeOffset CreatedAt,
    string JobId,
    int Variant)
{
    /// <summary>For people; empty when it has none. No name of a file, clip or reel.</summary>
    public string Title { get; init; } = "";
}
