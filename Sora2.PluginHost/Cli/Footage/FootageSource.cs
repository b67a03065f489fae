using System.Text.RegularExpressions;
using Google.Protobuf;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Cli.Generate;

namespace Sora2.PluginHost.Cli.Footage;

/// <summary>A clip that a wish hangs on: a movie file, or a shot of the library with its stems and its recipe.</summary>
/// <param name="Facts">What the server sees in it.</param>
/// <param name="Pieces">The clip and, of a shot, its stems, in the order that a request has them.</param>
/// <param name="Recipe">Null for a file.</param>
internal sealed partial record FootageSource(InspectResponse Facts, IReadOnlyList<Conditioning> Pieces, ReadRecipeResponse? Recipe)
{
    /// <summary>Sends it to the server and looks at it.</summary>
    /// <param name="argument">How the argument is called.</param>
    /// <param name="text">A path, or PROJECT_SHOT_vNNN.</param>
    /// <exception cref="CliException">Neither.</exception>
    public static async Task<FootageSource> OpenAsync(
        ServerSession session, Uploads uploads, string argument, string text, CancellationToken cancellationToken)
    {
        if (!File.Exists(text) && ShotName().IsMatch(text))
        {
            var shot = await session.Library.GetAsync(new GetShotRequest { Name = text }, cancellationToken: cancellationToken);
            return await OpenShotAsync(session, uploads, argument, shot, cancellationToken);
        }

        if (!File.Exists(text))
        {
            throw CliException.Invalid(argument, text, "a movie file, or the name of a shot in the library; see sora2 shots");
        }

        var id = await uploads.SendAsync(argument, text, cancellationToken);
        return new FootageSource(await InspectAsync(session, argument, text, id, cancellationToken), [Clip(id)], Recipe: null);
    }

    private static async Task<FootageSource> OpenShotAsync(
        ServerSession session, Uploads uploads, string argument, Shot shot, CancellationToken cancellationToken)
    {
        var recipe = await session.Library.ReadRecipeAsync(
            new ReadRecipeRequest { Recipe = ByteString.CopyFrom(await File.ReadAllBytesAsync(shot.Recipe, cancellationToken)) },
            cancellationToken: cancellationToken);
        var id = await uploads.SendAsync(argument, shot.Picture, cancellationToken);
        var pieces = new List<Conditioning> { Clip(id) };
        foreach (var stem in shot.Stems)
        {
            pieces.Add(new Conditioning
            {
                Role = ConditioningRole.Sound,
                Stem = stem.Kind,
                MediaId = await uploads.SendAsync(argument, stem.Path, cancellationToken),
            });
        }

        return new FootageSource(await InspectAsync(session, argument, shot.Picture, id, cancellationToken), pieces, recipe);
    }

    private static async Task<InspectResponse> InspectAsync(
        ServerSession session, string argument, string path, string id, CancellationToken cancellationToken)
    {
        try
        {
            return await session.Media.InspectAsync(new InspectRequest { MediaId = id }, cancellationToken: cancellationToken);
        }
        catch (Grpc.Core.RpcException error) when (error.StatusCode == Grpc.Core.StatusCode.InvalidArgument)
        {
            var refusal = Faults.Translate(error);
            throw new CliException(ExitCode.InvalidInput, refusal.Code, $"{argument}: {path}: {refusal.Message}")
            {
                Field = argument,
                Given = refusal.Given,
                Allowed = refusal.Allowed,
            };
        }
    }

    private static Conditioning Clip(string id) => new() { Role = ConditioningRole.Clip, MediaId = id };

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_-]*_v[0-9]{3,9}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ShotName();
}
