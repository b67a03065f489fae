using System.Globalization;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Cli.Generate;

namespace Sora2.PluginHost.Cli.Storyboards;

/// <summary>The requests of a storyboard, without its cast's pictures.</summary>
internal static class StoryboardRequests
{
    private const double DefaultSeconds = 4;
    private const int ShotNumberStep = 10;

    // Variants of one shot take the seeds up to the next shot's.
    private const int SeedsAShot = 16;

    /// <summary>Each shot by itself, with seeds of one family.</summary>
    public static IReadOnlyList<GenerationRequest> Apart(Storyboard board, GenerateArguments typed)
    {
        var first = RequestBuilder.New();
        RequestBuilder.Apply(typed, first);
        var requests = new List<GenerationRequest>();
        foreach (var (index, shot) in board.Shots.Index())
        {
            var request = RequestBuilder.New();
            request.Prompt = board.PromptOf(shot);
            RequestBuilder.Apply(typed with { Seconds = shot.Seconds ?? typed.Seconds }, request);
            request.Seed = first.Seed + (SeedsAShot * (long)index);
            request.Shot = NameOf(shot, index);
            requests.Add(request);
        }

        return requests;
    }

    /// <summary>One continuous piece of all shots.</summary>
    public static GenerationRequest Continuous(Storyboard board, GenerateArguments typed)
    {
        var request = RequestBuilder.New();
        request.Prompt = board.Shared;
        request.Scenes.AddRange(board.Shots.Select(shot => new Scene { Prompt = shot.Prompt, Seconds = shot.Seconds ?? typed.Seconds ?? DefaultSeconds }));
        RequestBuilder.Apply(typed with { Seconds = null }, request);
        return request;
    }

    private static string NameOf(StoryboardShot shot, int index)
    {
        var name = shot.Shot.Trim();
        return name.Length == 0 ? string.Create(CultureInfo.InvariantCulture, $"SH{(index + 1) * ShotNumberStep:000}")
            : name.All(char.IsAsciiDigit) ? $"SH{name.PadLeft(3, '0')}"
            : name;
    }
}
