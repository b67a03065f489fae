using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sora2.Contracts.Storyboards;

/// <summary>Shots that belong together: the same cast, place and light. Its file is read by the command and by the dashboard alike.</summary>
public sealed record Storyboard
{
    /// <summary>Longest file.</summary>
    public const int LimitBytes = 1 << 20;

    public const int MostShots = 100;

    /// <summary>Length of a shot that gives none.</summary>
    public const double DefaultSeconds = 4;

    private const int ShotNumberStep = 10;

    // Variants of one shot take the seeds up to the next shot's.
    private const int SeedsAShot = 16;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        AllowTrailingCommas = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 8,
        NewLine = "\n",
        NumberHandling = JsonNumberHandling.Strict,
        ReadCommentHandling = JsonCommentHandling.Skip,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        WriteIndented = true,
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
    /// <exception cref="StoryboardException">It is none.</exception>
    public static Storyboard Parse(string text)
    {
        var board = text.TrimStart().StartsWith('{') ? ParseJson(text) : ParseText(text);
        if (board.Shots.Any(static shot => shot is null) || board.Cast.Any(static entry => string.IsNullOrEmpty(entry.Value)))
        {
            throw new StoryboardException("an empty shot or cast", "a prompt for every shot and a picture for every name");
        }

        return board.Shots.Count is > 0 and <= MostShots
            ? board
            : throw new StoryboardException($"{board.Shots.Count} shots", $"1 to {MostShots}");
    }

    /// <summary>The same storyboard as a file's text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, s_json) + "\n";

    /// <summary>A shot's whole prompt: its own words and what all share.</summary>
    public string PromptOf(StoryboardShot shot) =>
        Shared.Length == 0 ? shot.Prompt : $"{shot.Prompt.TrimEnd().TrimEnd('.', ',', ';')}, {Shared}";

    /// <summary>A shot's name in the library.</summary>
    /// <param name="index">Its place, counted from 0.</param>
    public string NameOf(int index)
    {
        var name = Shots[index].Shot.Trim();
        return name.Length == 0 ? string.Create(CultureInfo.InvariantCulture, $"SH{(index + 1) * ShotNumberStep:000}")
            : name.All(char.IsAsciiDigit) ? $"SH{name.PadLeft(3, '0')}"
            : name;
    }

    /// <summary>A shot's seed: all are of one family.</summary>
    /// <param name="first">The first shot's.</param>
    /// <param name="index">The shot's place, counted from 0.</param>
    public static long SeedOf(long first, int index) => first + (SeedsAShot * (long)index);

    private static Storyboard ParseJson(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Storyboard>(text, s_json)!;
        }
        catch (JsonException error)
        {
            throw new StoryboardException(
                $"no storyboard (line {error.LineNumber + 1}, {error.Path})",
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
