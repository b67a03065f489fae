namespace Sora2.Contracts.Storyboards;

/// <summary>Who is meant in a prompt.</summary>
public static class CastName
{
    /// <summary>Whether a text names somebody: a whole word, in any case.</summary>
    public static bool IsIn(string text, string name)
    {
        for (var at = name.Length > 0 ? text.IndexOf(name, StringComparison.OrdinalIgnoreCase) : -1; at >= 0; at = text.IndexOf(name, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + name.Length;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end])))
            {
                return true;
            }
        }

        return false;
    }
}
