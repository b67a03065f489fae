using System.Globalization;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Planning.Prompts;

/// <summary>Makes scenes of a request's words.</summary>
internal static class PromptPlanner
{
    /// <param name="frames">Of the whole new part; the scenes share them.</param>
    /// <exception cref="InvalidRequestException">A scene has no frame, or the prompt does not use a cast's name.</exception>
    public static PromptPlan Plan(GenerationRequest request, int frames)
    {
        var names = new CastNames(request);
        var shared = SpeechParser.Parse(request.Prompt);
        var scenes = request.Scenes.Count == 0
            ? [new PlannedScene(names.Replace(Seen(shared.Seen, request.Prompt)), frames) { Dialogue = shared.Lines }]
            : Scenes(request, shared, names, frames);
        return new PromptPlan(scenes, names.Planned());
    }

    private static List<PlannedScene> Scenes(GenerationRequest request, (IReadOnlyList<string> Lines, string Seen) shared, CastNames names, int frames)
    {
        var scenes = new List<PlannedScene>();
        var (seconds, begun) = (0.0, 0);
        foreach (var (index, scene) in request.Scenes.Index())
        {
            seconds += scene.Seconds;
            var end = index == request.Scenes.Count - 1 ? frames : request.Sequence.HeadHandle + request.Sequence.FrameRate.FramesIn(seconds);
            if (end <= begun)
            {
                throw new InvalidRequestException(
                    string.Create(CultureInfo.InvariantCulture, $"scenes[{index}].seconds"), scene.Seconds.ToString(CultureInfo.InvariantCulture), "at least one frame");
            }

            var (lines, seen) = SpeechParser.Parse(scene.Prompt);
            scenes.Add(new PlannedScene(names.Replace(Join(Seen(seen, scene.Prompt), shared.Seen)), end - begun)
            {
                // What all scenes share is said once.
                Dialogue = index == 0 ? [.. shared.Lines, .. lines] : lines,
            });
            begun = end;
        }

        return scenes;
    }

    // A prompt that is all speech is read as it stands: somebody is seen saying it.
    private static string Seen(string seen, string prompt) => string.IsNullOrWhiteSpace(seen) ? prompt : seen;

    private static string Join(string scene, string shared) =>
        string.IsNullOrWhiteSpace(shared) ? scene : $"{scene.TrimEnd().TrimEnd('.', ',', ';')}, {shared.Trim()}";
}
