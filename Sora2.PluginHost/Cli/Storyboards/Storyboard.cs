using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sora2.PluginHost.Cli.Storyboards;

/// <summary>Shots that belong together: the same cast, place and light.</summary>
internal sealed record Storyboard
{
    private const string Option = "FILE";
    private const int LimitBytes = 1 << 20;
    private const int MostShots = 100;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        AllowTrailingCommas = true,
        MaxDepth = 8,
        NumberHandling = JsonNumberHandling.Strict,
        ReadCommentHandling = JsonCommentHandling.Skip,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Who or what a name means: the path of a picture, from the storyboard's own folder.</summary>
    public IReadOnlyDictionary<string, string> Cast { get; init; } = new Dictionary<string, string>();

    public string Place { get; init; } = "";

    public string Light { get; init; } = "";

    public required IReadOnlyList<StoryboardShot> Shots { get; init; }

    /// <summary>What all shots share, as it stands in a prompt.</summary>
    [JsonIgnore]
    public string Shared => string.Join(", ", ((string[])[Place, Light]).Select(static text => text.Trim()).Where(static text => text.Length > 0));

    /// <summary>Reads a JSON storyboard, or plain text: shots parted by empty lines, "#" before what is only remarked.</summary>
    /// <exception cref="CliException">It cannot be read, or is none.</exception>
    public static Storyboard Read(string path)
    {
        var text = ReadText(path);
        var board = text.TrimStart().StartsWith('{') ? ParseJson(text) : ParseText(text);
        if (board.Shots.Any(static shot => shot is null) || board.Cast.Any(static entry => string.IsNullOrEmpty(entry.Value)))
        {
            throw CliException.Invalid(Option, "an empty shot or cast", "a prompt for every shot and a picture for every name");
        }

        if (board.Shots.Count is 0 or > MostShots)
        {
            throw CliException.Invalid(Option, $"{board.Shots.Count} shots", $"1 to {MostShots}");
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return board with { Cast = board.Cast.ToDictionary(static entry => entry.Key, entry => Path.Combine(folder, entry.Value)) };
    }

    /// <summary>A shot's whole prompt: its own words and what all share.</summary>
    public string PromptOf(StoryboardShot shot) =>
        Shared.Length == 0 ? shot.Prompt : $"{shot.Prompt.TrimEnd().TrimEnd('.', ',', ';')}, {Shared}";

    private static string ReadText(string path)
    {
        try
        {
            return new FileInfo(path).Length <= LimitBytes
                ? File.ReadAllText(path)
                : throw CliException.Invalid(Option, path, "a storyboard of at most 1 MiB");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CliException.Invalid(Option, path, $"a storyboard that can be read ({error.Message.TrimEnd('.')})");
        }
    }

    private static Storyboard ParseJson(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Storyboard>(text, s_json)!;
        }
        catch (JsonException error)
        {
            throw CliException.Invalid(
                Option, $"no storyboard (line {error.LineNumber + 1}, {error.Path})",
                "{\"cast\": {NAME: IMAGE}, \"place\": \"…\", \"light\": \"…\", \"shots\": [{\"prompt\": \"…\", \"seconds\": 4, \"shot\": \"010\"}]}");
        }
    }

    private static Storyboard ParseText(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n').Where(static line => !line.TrimStart().StartsWith('#')).Select(static line => line.Trim());
        var shots = string.Join('\n', lines).Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new Storyboard { Shots = [.. shots.Select(static shot => new StoryboardShot { Prompt = shot.Replace('\n', ' ') })] };
    }
}
