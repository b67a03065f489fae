using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Requests;
using Sora2.LocalServer.Videos.Wire;

namespace Sora2.LocalServer.Videos.Wishes;

/// <summary>Reads the fields that calls share: prompt, seconds, size, and the extras of this server.</summary>
internal static class VideoFields
{
    private const int LongestPrompt = 32_000;
    private const long HighestDrawnSeed = int.MaxValue;

    private static readonly string[] s_seconds = ["4", "8", "12", "16", "20"];
    private static readonly string[] s_sizes = ["720x1280", "1280x720", "1024x1792", "1792x1024", "1080x1920", "1920x1080"];

    /// <summary>1 to 32000 characters.</summary>
    /// <exception cref="ApiException">None, or longer.</exception>
    public static string Prompt(RequestFields fields)
    {
        var prompt = fields.RequiredText("prompt");
        return prompt.Length <= LongestPrompt && !string.IsNullOrWhiteSpace(prompt)
            ? prompt
            : throw ApiException.Invalid("prompt", $"'prompt' must have 1 to {LongestPrompt} characters; it has {prompt.Length}.");
    }

    /// <summary>What the queue takes of a prompt: the first 4000 characters, ended at a word; the rest is told in a note.</summary>
    public static string Cut(string prompt, List<string> notes)
    {
        const int Most = 4000;
        if (prompt.Length <= Most)
        {
            return prompt;
        }

        var end = prompt.LastIndexOf(' ', Most - 1) is > Most / 2 and var space ? space : char.IsHighSurrogate(prompt[Most - 1]) ? Most - 1 : Most;
        notes.Add(string.Create(CultureInfo.InvariantCulture, $"The prompt has {prompt.Length} characters; the first {end} are read."));
        return prompt[..end];
    }

    /// <summary>As the API names it: one of five.</summary>
    /// <exception cref="ApiException">Another length.</exception>
    public static string Seconds(RequestFields fields)
    {
        var given = fields.Text("seconds") ?? s_seconds[0];
        return s_seconds.Contains(given, StringComparer.Ordinal) ? given : throw ApiException.InvalidValue("seconds", given, s_seconds);
    }

    /// <summary>The sizes of the API; a pack under its own name is asked for any even size.</summary>
    /// <exception cref="ApiException">Another size.</exception>
    public static (string Text, int Width, int Height) Size(RequestFields fields, bool anySize)
    {
        var given = fields.Text("size") ?? s_sizes[0];
        var sides = given.Split('x');
        return (anySize || s_sizes.Contains(given, StringComparer.Ordinal)) && sides.Length == 2
            && int.TryParse(sides[0], NumberStyles.None, CultureInfo.InvariantCulture, out var width)
            && int.TryParse(sides[1], NumberStyles.None, CultureInfo.InvariantCulture, out var height)
            ? (given, width, height)
            : throw ApiException.InvalidValue("size", given, s_sizes);
    }

    /// <summary>The call's own seed, or one drawn for it.</summary>
    public static long Seed(RequestFields fields) => fields.Integer("seed") ?? RandomNumberGenerator.GetInt32((int)HighestDrawnSeed);

    /// <summary>Frames a second as a rational: 24 when the call says nothing.</summary>
    /// <exception cref="ApiException">No rate.</exception>
    public static FrameRate Fps(RequestFields fields) => fields.Text("fps") switch
    {
        null => new FrameRate(24, 1),
        var text when FrameRate.TryParse(text, out var rate) => rate,
        _ => throw ApiException.Invalid("fps", "'fps' must be a rate such as 24, 25, 23.976 or 30000/1001."),
    };

    /// <summary>Timecode of the first frame; empty leaves it to the plan.</summary>
    public static string Timecode(RequestFields fields, string otherwise) => fields.Text("timecode") ?? otherwise;

    /// <summary>Rec. 709 is what this server makes.</summary>
    /// <exception cref="ApiException">Another colour space.</exception>
    public static void CheckColor(RequestFields fields)
    {
        if (fields.Text("color") is { } color && color is not "rec709")
        {
            throw ApiException.InvalidValue("color", color, "rec709");
        }
    }

    /// <summary>The stems wanted: all when the call says nothing, none with "audio": false.</summary>
    /// <exception cref="ApiException">An unknown stem, or stems of a silent video.</exception>
    public static IReadOnlyList<StemKind> Stems(RequestFields fields)
    {
        var list = fields.List("stems");
        if (fields.Flag("audio") == false)
        {
            return list is null ? [] : throw ApiException.Invalid("stems", "'stems' and 'audio': false cannot both be.");
        }

        return list is null ? Enum.GetValues<StemKind>() : [.. list.Select(Stem)];
    }

    /// <summary>Names of stems as the API spells them.</summary>
    public static string Word(this StemKind stem) => stem.ToString().ToLowerInvariant();

    /// <summary>A stem by its name, or null.</summary>
    public static StemKind? StemOf(string name)
    {
        foreach (var stem in Enum.GetValues<StemKind>())
        {
            if (stem.Word() == name)
            {
                return stem;
            }
        }

        return null;
    }

    private static StemKind Stem(JsonNode? node)
    {
        var name = node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : "";
        return StemOf(name) ?? throw ApiException.InvalidValue("stems", name, [.. Enum.GetValues<StemKind>().Select(Word)]);
    }

    /// <summary>Size as the API writes it.</summary>
    public static string SizeText(SequenceSettings sequence) => string.Create(CultureInfo.InvariantCulture, $"{sequence.Width}x{sequence.Height}");

    /// <summary>Seconds as the API writes them: "8", and "7.5" where a clip is no whole number long.</summary>
    public static string SecondsText(double seconds) => Math.Round(seconds, 3).ToString("0.###", CultureInfo.InvariantCulture);
}
