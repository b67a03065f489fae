namespace Sora2.LocalServer.Jobs;

/// <summary>Keeps prompts out of messages: they are the user's, and errors travel further than prompts may.</summary>
internal static class PromptGuard
{
    // Shorter texts are words of everyday; cutting them out would spoil a message and hide nothing.
    private const int ShortestSecret = 4;

    /// <summary>The message with every one of <paramref name="secrets"/> cut out.</summary>
    public static string Redact(string message, params IEnumerable<string> secrets)
    {
        foreach (var secret in secrets.Select(secret => secret.Trim()).Where(secret => secret.Length >= ShortestSecret).OrderByDescending(secret => secret.Length))
        {
            message = message.Replace(secret, "(prompt)", StringComparison.OrdinalIgnoreCase);
        }

        return message;
    }
}
