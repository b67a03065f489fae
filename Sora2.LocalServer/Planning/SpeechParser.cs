namespace Sora2.LocalServer.Planning;

/// <summary>Finds what is said in a prompt: words between “…”, "…" or « … ».</summary>
internal static class SpeechParser
{
    /// <summary>Longest line that a voice takes; longer ones are cut between words.</summary>
    public const int LongestLine = 1000;

    private static readonly (char Open, char Close)[] s_quotes = [('“', '”'), ('"', '"'), ('«', '»')];

    /// <summary>The spoken lines in order, and the prompt without them: what is said is heard, not seen.</summary>
    /// <remarks>A mark that is never closed is an ordinary character, so that 6" stays a size.</remarks>
    public static (IReadOnlyList<string> Lines, string Seen) Parse(string prompt)
    {
        var lines = new List<string>();
        var rest = new System.Text.StringBuilder(prompt.Length);
        for (var i = 0; i < prompt.Length; i++)
        {
            var close = CloseOf(prompt, i);
            if (close < 0)
            {
                rest.Append(prompt[i]);
                continue;
            }

            var said = prompt[(i + 1)..close].Trim();
            if (said.Any(char.IsLetterOrDigit))
            {
                AddLines(said, lines);
            }
            else
            {
                rest.Append(prompt, i, close - i + 1);
            }

            i = close;
        }

        return (lines, rest.ToString());
    }

    // The place of the mark that closes one opened at start, or -1.
    private static int CloseOf(string prompt, int start)
    {
        foreach (var (open, close) in s_quotes)
        {
            if (prompt[start] == open)
            {
                return prompt.IndexOf(close, start + 1);
            }
        }

        return -1;
    }

    private static void AddLines(string said, List<string> lines)
    {
        while (said.Length > LongestLine)
        {
            var cut = said.LastIndexOf(' ', LongestLine - 1);
            cut = cut > 0 ? cut : LongestLine;
            lines.Add(said[..cut].TrimEnd());
            said = said[cut..].TrimStart();
        }

        if (said.Length > 0)
        {
            lines.Add(said);
        }
    }
}
