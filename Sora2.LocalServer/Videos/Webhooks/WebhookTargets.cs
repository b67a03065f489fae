using Sora2.LocalServer.Settings;

namespace Sora2.LocalServer.Videos.Webhooks;

/// <summary>
/// The addresses that the owner allows events to be sent to. Without settings there are none: a client with the token must not
/// make this server call whom it likes.
/// </summary>
internal sealed class WebhookTargets(SettingsFile settings)
{
    /// <summary>Whether events may be sent to an address: scheme, host and port of an allowed one, at or below its path.</summary>
    public bool Allow(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var target) && target.Scheme is "http" or "https" && target.UserInfo.Length == 0
        && settings.Current.WebhookTargets.Select(static text => new Uri(text)).Any(allowed =>
            Uri.Compare(allowed, target, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0
            && IsAtOrBelow(target.AbsolutePath, allowed.AbsolutePath));

    private static bool IsAtOrBelow(string path, string allowed) =>
        path == allowed || path.StartsWith(allowed.EndsWith('/') ? allowed : allowed + "/", StringComparison.Ordinal);
}
