using Sora2.Contracts.Storyboards;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Cli.Generate;

namespace Sora2.PluginHost.Cli.Storyboards;

/// <summary>The requests of a storyboard, without its cast's pictures.</summary>
internal static class StoryboardRequests
{
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
            request.Seed = Storyboard.SeedOf(first.Seed, index);
            request.Shot = board.NameOf(index);
            requests.Add(request);
        }

        return requests;
    }

    /// <summary>One continuous piece of all shots.</summary>
    public static GenerationRequest Continuous(Storyboard board, GenerateArguments typed)
    {
        var request = RequestBuilder.New();
        request.Prompt = board.Shared;
        request.Scenes.AddRange(board.Shots.Select(shot => new Scene { Prompt = shot.Prompt, Seconds = shot.Seconds ?? typed.Seconds ?? Storyboard.DefaultSeconds }));
        RequestBuilder.Apply(typed with { Seconds = null }, request);
        return request;
    }
}
