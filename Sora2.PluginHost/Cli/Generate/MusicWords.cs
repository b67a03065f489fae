namespace Sora2.PluginHost.Cli.Generate;

/// <summary>Puts the mood of the music into a prompt, in the prompt's own language.</summary>
internal static class MusicWords
{
    private static readonly Dictionary<string, (string English, string French)> s_moods = new(StringComparer.OrdinalIgnoreCase)
    {
        ["calm"] = ("calm music", "musique calme"),
        ["happy"] = ("happy music", "musique joyeuse"),
        ["sad"] = ("sad music", "musique triste"),
        ["tense"] = ("tense music", "musique tendue"),
    };

    private static readonly HashSet<string> s_french = new(StringComparer.OrdinalIgnoreCase)
    {
        "au", "aux", "avec", "ce", "cette", "d", "dans", "de", "des", "du", "elle", "en", "est", "et", "il", "l", "la", "le", "les", "par", "pendant",
        "puis", "qu", "que", "qui", "sa", "se", "ses", "son", "sous", "sur", "un", "une", "vers",
    };

    private static readonly HashSet<string> s_english = new(StringComparer.OrdinalIgnoreCase)
    {
        "a", "and", "an", "as", "at", "by", "for", "from", "his", "her", "in", "into", "is", "it", "its", "of", "on", "over", "the", "then", "through",
        "to", "under", "while", "with",
    };

    /// <exception cref="CliException">No such mood.</exception>
    public static string Add(string prompt, string mood)
    {
        if (!s_moods.TryGetValue(mood, out var words))
        {
            throw CliException.Invalid("--music", $"\"{mood}\"", "calm, happy, sad or tense");
        }

        var said = IsFrench(prompt) ? words.French : words.English;
        return string.IsNullOrWhiteSpace(prompt) ? said : $"{prompt.TrimEnd().TrimEnd('.', ',', ';')}, {said}";
    }

    // Which language's small words it has more of; accents count as one.
    private static bool IsFrench(string prompt)
    {
        var words = prompt.Split([' ', '\t', '\r', '\n', ',', '.', ';', ':', '\'', '’', '"', '!', '?', '(', ')'], StringSplitOptions.RemoveEmptyEntries);
        return words.Count(s_french.Contains) + (prompt.Any(static letter => letter is >= 'À' and <= 'ÿ' or 'œ' or 'Œ') ? 1 : 0) > words.Count(s_english.Contains);
    }
}
