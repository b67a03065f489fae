using System.Text.RegularExpressions;
using Google.Protobuf;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Server;
using Sora2.PluginHost.Sessions.Footage;

namespace Sora2.PluginHost.Sessions.Wishes;

/// <summary>Makes a wish a request: sends the files it hangs on, and takes from a shot of the library what the wish leaves open.</summary>
internal sealed partial class WishRequest(Wish wish, ServerConnection connection)
{
    private static readonly StemKind[] s_stems = [StemKind.Dialogue, StemKind.Effects, StemKind.Ambience, StemKind.Music];

    private readonly MediaSender _media = new(new Media.MediaClient(connection.Calls));

    /// <exception cref="RefusedWishException">A file of the wish cannot be read.</exception>
    /// <exception cref="Grpc.Core.RpcException">The server refused a file, or the line broke.</exception>
    public async Task<GenerationRequest> MakeAsync(CancellationToken cancellationToken)
    {
        var request = Plain();
        if (wish.Clip is { } clip)
        {
            request.Conditioning.Add(Clip(await _media.SendAsync("wish.clip", await FinishAsync(clip, cancellationToken), cancellationToken)));
        }
        else if (wish.ClipPath.Length > 0)
        {
            await AddClipAsync(request, cancellationToken);
        }

        foreach (var (name, path) in wish.CastPictures)
        {
            var id = await _media.SendAsync("wish.cast", path, cancellationToken);
            request.Conditioning.Add(new Conditioning { Role = ConditioningRole.Cast, Name = name, MediaId = id });
        }

        return request;
    }

    private static async Task<string> FinishAsync(HostClip clip, CancellationToken cancellationToken)
    {
        try
        {
            return await clip.FinishAsync(cancellationToken);
        }
        catch (IOException error)
        {
            throw new RefusedWishException(
                $"The clip's frames could not be written to {clip.Path} ({error.Message.TrimEnd('.')}). Make room there, then queue the shot again.");
        }
    }

    private GenerationRequest Plain()
    {
        var request = new GenerationRequest
        {
            Task = (ShotTask)wish.Task,
            Prompt = wish.Prompt,
            NegativePrompt = wish.NegativePrompt,
            Pack = wish.Pack,
            Project = wish.Project,
            Seed = wish.Seed,
            Draft = wish.Draft,
            Silent = wish.Silent,
            Sequence = new SequenceSettings
            {
                FrameRate = new FrameRate { Numerator = wish.RateNumerator, Denominator = wish.RateDenominator },
                Width = wish.Width,
                Height = wish.Height,
                StartTimecode = wish.StartTimecode,
                Fit = (FitPolicy)wish.Fit,
            },
        };
        if (wish.Seconds > 0)
        {
            request.Seconds = wish.Seconds;
        }

        request.Stems.AddRange(s_stems.Where((_, bit) => (wish.Stems >> bit & 1) != 0));
        return request;
    }

    private async Task AddClipAsync(GenerationRequest request, CancellationToken cancellationToken)
    {
        if (!File.Exists(wish.ClipPath) && ShotName().IsMatch(wish.ClipPath))
        {
            await AddShotAsync(request, cancellationToken);
            return;
        }

        request.Conditioning.Add(Clip(await _media.SendAsync("wish.clip_path", wish.ClipPath, cancellationToken)));
    }

    private async Task AddShotAsync(GenerationRequest request, CancellationToken cancellationToken)
    {
        var library = new Library.LibraryClient(connection.Calls);
        var shot = await library.GetAsync(new GetShotRequest { Name = wish.ClipPath }, cancellationToken: cancellationToken);
        var recipe = await library.ReadRecipeAsync(
            new ReadRecipeRequest { Recipe = ByteString.CopyFrom(await File.ReadAllBytesAsync(shot.Recipe, cancellationToken)) },
            cancellationToken: cancellationToken);
        request.Parent = recipe.Name;
        request.Project = request.Project.Length > 0 ? request.Project : recipe.Project;
        request.Pack = request.Pack.Length > 0 ? request.Pack : recipe.Request.Pack;
        request.Codec = recipe.Request.Codec;
        request.Conditioning.Add(Clip(await _media.SendAsync("wish.clip_path", shot.Picture, cancellationToken)));
        foreach (var stem in shot.Stems)
        {
            var id = await _media.SendAsync("wish.clip_path", stem.Path, cancellationToken);
            request.Conditioning.Add(new Conditioning { Role = ConditioningRole.Sound, Stem = stem.Kind, MediaId = id });
        }
    }

    private static Conditioning Clip(string id) => new() { Role = ConditioningRole.Clip, MediaId = id };

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_-]*_v[0-9]{3,9}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ShotName();
}
