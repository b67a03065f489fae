using System.Text.Json;

namespace Sora2.LocalServer.Requests;

/// <summary>Tasks as people and manifests write them.</summary>
internal static class ShotTaskWords
{
    /// <summary>"extend_tail".</summary>
    public static string Word(this ShotTask task) => JsonNamingPolicy.SnakeCaseLower.ConvertName(task.ToString());

    /// <summary>Whether the clip says how long the shot is, and the request's own length is not looked at.</summary>
    public static bool TakesItsLengthFromAClip(this ShotTask task) => task is ShotTask.Edit or ShotTask.Retake;

    /// <summary>Whether there may be nothing to read: what the clips show goes on.</summary>
    public static bool GoesOnWithoutWords(this ShotTask task) => task is ShotTask.ExtendTail or ShotTask.ExtendHead or ShotTask.FillGap or ShotTask.Retake;
}
