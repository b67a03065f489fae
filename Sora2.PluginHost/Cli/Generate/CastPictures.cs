using Sora2.Contracts.V1;

namespace Sora2.PluginHost.Cli.Generate;

/// <summary>Sends the pictures of <c>--cast NAME=IMAGE</c>.</summary>
internal static class CastPictures
{
    private const string Option = "--cast";

    /// <summary>Each picture takes the place of one of the same name.</summary>
    public static async Task AddAsync(IEnumerable<string> typed, GenerationRequest request, Uploads uploads, CancellationToken cancellationToken)
    {
        foreach (var text in typed)
        {
            var (name, path) = Parse(text);
            await AddAsync(Option, name, path, request, uploads, cancellationToken);
        }
    }

    /// <param name="option">Named when the picture cannot be read.</param>
    public static async Task AddAsync(
        string option, string name, string path, GenerationRequest request, Uploads uploads, CancellationToken cancellationToken)
    {
        var piece = new Conditioning
        {
            Role = ConditioningRole.Cast,
            Name = name,
            MediaId = await uploads.SendAsync(option, path, cancellationToken),
        };
        for (var index = 0; index < request.Conditioning.Count; index++)
        {
            if (request.Conditioning[index] is { Role: ConditioningRole.Cast } known && known.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                request.Conditioning[index] = piece;
                return;
            }
        }

        request.Conditioning.Add(piece);
    }

    private static (string Name, string Path) Parse(string text)
    {
        var parts = text.Split('=', 2);
        return parts.Length == 2 && parts[0].Trim().Length > 0 && parts[1].Length > 0
            ? (parts[0].Trim(), parts[1])
            : throw CliException.Invalid(Option, $"\"{text}\"", "NAME=IMAGE such as MAYA=maya.png");
    }
}
