using Sora2.Contracts.Storyboards;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Cli.Generate;

namespace Sora2.PluginHost.Cli.Footage;

/// <summary>Makes the request of a wish that hangs on clips: what is not typed is taken from the first of them.</summary>
internal static class FootageRequest
{
    public static async Task<GenerationRequest> MakeAsync(
        ShotTask task, IReadOnlyList<FootageSource> sources, GenerateArguments typed, Uploads uploads, CancellationToken cancellationToken)
    {
        var facts = sources[0].Facts;
        var request = RequestBuilder.New();
        request.Task = task;
        request.Sequence = new SequenceSettings { FrameRate = facts.FrameRate, Width = facts.Width, Height = facts.Height };
        request.Conditioning.AddRange(sources.SelectMany(static source => source.Pieces).Select(static piece => piece.Clone()));
        var recipe = sources.Select(static source => source.Recipe).FirstOrDefault(static recipe => recipe is not null);
        if (recipe is not null)
        {
            TakeFrom(recipe, request);
        }

        RequestBuilder.Apply(typed, request);
        if (recipe is not null)
        {
            // Whom the words do not name is not in the shot.
            var cast = recipe.Request.Conditioning.Where(piece => piece.Role == ConditioningRole.Cast && CastName.IsIn(request.Prompt, piece.Name));
            request.Conditioning.AddRange(cast.Select(static piece => piece.Clone()));
        }

        await CastPictures.AddAsync(typed.Cast, request, uploads, cancellationToken);
        return request;
    }

    private static void TakeFrom(ReadRecipeResponse recipe, GenerationRequest request)
    {
        var made = recipe.Request;
        (request.Parent, request.Project, request.Pack, request.Codec) = (recipe.Name, recipe.Project, made.Pack, made.Codec);
        if (request.Task != ShotTask.Edit)
        {
            request.Prompt = PromptOf(made, request.Task);
            request.NegativePrompt = made.NegativePrompt;
        }

        // A changed shot is a new version of itself; a new piece beside it is a shot of its own.
        if (request.Task is ShotTask.Edit or ShotTask.Retake)
        {
            request.Shot = recipe.Shot;
        }
    }

    // What goes on after a piece of several scenes is its last one, and what comes before it the first.
    private static string PromptOf(GenerationRequest made, ShotTask task)
    {
        if (made.Scenes.Count == 0)
        {
            return made.Prompt;
        }

        var scene = (task == ShotTask.ExtendHead ? made.Scenes[0] : made.Scenes[^1]).Prompt;
        return made.Prompt.Length == 0 ? scene : $"{scene.TrimEnd().TrimEnd('.', ',', ';')}, {made.Prompt}";
    }
}
