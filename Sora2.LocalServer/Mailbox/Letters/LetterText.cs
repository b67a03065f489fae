using System.Text;
using System.Text.Json;

namespace Sora2.LocalServer.Mailbox.Letters;

/// <summary>Reads letters. What is not in docs/mailbox.md is refused.</summary>
internal static class LetterText
{
    public const int Version = 1;
    private const int ShortestName = 8;
    private const int LongestName = 64;
    private const int LongestClient = 32;
    private const int LongestMemo = 4096;
    private const int MostClips = 2;
    private const int LongestPath = 4096;

    // A clock that another program reads may be a little ahead.
    private static readonly TimeSpan s_ahead = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_longestLife = TimeSpan.FromDays(1);

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        PropertyNameCaseInsensitive = false,
        AllowDuplicateProperties = false,
        MaxDepth = 32,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
    };

    /// <summary>Whether a letter may be called that: it is a file name, and the client key of a job.</summary>
    public static bool IsName(string text) => text.Length is >= ShortestName and <= LongestName && IsWord(text);

    /// <param name="name">Of the file; null where the letter comes without one.</param>
    /// <exception cref="BadLetterException">Says what is wrong.</exception>
    public static Letter Read(ReadOnlySpan<byte> utf8, string? name, DateTimeOffset now)
    {
        var letter = Parse(utf8);
        Require(letter.Version == Version, "version", letter.Version.ToString(System.Globalization.CultureInfo.InvariantCulture), "1");
        Require(IsName(letter.Name), "name", Count(letter.Name), $"{ShortestName} to {LongestName} of a-z, 0-9 and -");
        Require(name is null || letter.Name == name, "name", letter.Name, "the name of its file");
        Require(letter.Client.Length <= LongestClient && IsWord(letter.Client), "client", Count(letter.Client), $"1 to {LongestClient} of a-z, 0-9 and -");
        Require(letter.Answer is "json" or "lua", "answer", Count(letter.Answer), "json or lua");
        Require(letter.Op is "submit" or "cancel" or "forget", "op", Count(letter.Op), "submit, cancel or forget");
        Require(letter.Memo.Length <= LongestMemo, "memo", Count(letter.Memo), $"up to {LongestMemo} characters");
        var age = now - Moment(letter.Written);
        Require(age <= s_longestLife && age >= -s_ahead, "written", $"a letter of {Moment(letter.Written):u}", "one of today: write it anew");
        if (letter.Op == "submit")
        {
            Require(letter.Request is { ValueKind: JsonValueKind.Object }, "request", "nothing", "a GenerationRequest as JSON");
            Require(letter.Of.Length == 0, "of", Count(letter.Of), "nothing with submit");
            CheckClips(letter.Clips);
        }
        else
        {
            Require(IsName(letter.Of), "of", Count(letter.Of), "the name of the letter that is meant");
            Require(letter.Request is null && letter.Clips.Count == 0, "request", $"a request with {letter.Op}", "a request with submit alone");
        }

        return letter;
    }

    private static Letter Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonSerializer.Deserialize<Letter>(s_strict.GetString(utf8), s_json) ?? throw new JsonException("null");
        }
        catch (ArgumentException)
        {
            throw new BadLetterException("letter", "broken UTF-8", "UTF-8 text");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new BadLetterException("letter", "text that is no letter", "one JSON object with the fields of docs/mailbox.md");
        }
    }

    private static void CheckClips(IReadOnlyList<LetterClip> clips)
    {
        Require(clips.Count <= MostClips, "clips", $"{clips.Count} clips", $"at most {MostClips}");
        foreach (var clip in clips)
        {
            Require(
                clip?.Path is { Length: > 0 and <= LongestPath } path && !path.Contains('\0', StringComparison.Ordinal) && Path.IsPathFullyQualified(path),
                "clips.path", Count(clip?.Path ?? ""), $"an absolute path of up to {LongestPath} characters");
            Require(clip!.Start.HasValue == clip.End.HasValue, "clips.start", "one end", "start and end, or none");
        }
    }

    private static bool IsWord(string text) =>
        text.Length > 0 && !text.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789-");

    private static DateTimeOffset Moment(long seconds) =>
        seconds is >= 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : DateTimeOffset.UnixEpoch;

    private static string Count(string text) => $"{text.Length} characters";

    private static void Require(bool holds, string field, string given, string allowed)
    {
        if (!holds)
        {
            throw new BadLetterException(field, given, allowed);
        }
    }
}
