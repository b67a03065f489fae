using System.Text.Json;

namespace Sora2.LocalServer.Videos.Webhooks;

/// <summary>
/// The addresses that the owner allows events to be sent to: "webhooks": {"allowed": [...]} in settings.json, read anew each
/// time. Without the file there are none: a client with the token must not make this server call whom it likes.
/// </summary>
internal sealed class WebhookTargets(ServerPaths paths)
{
    private const int MostBytes = 1 << 20;

    /// <summary>Whether events may be sent to an address: scheme, host and port of an allowed one, at or below its path.</summary>
    public bool Allow(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var target) && target.Scheme is "http" or "https" && target.UserInfo.Length == 0
        && Allowed().Any(allowed => Uri.Compare(allowed, target, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0
            && IsAtOrBelow(target.AbsolutePath, allowed.AbsolutePath));

    private static bool IsAtOrBelow(string path, string allowed) =>
        path == allowed || path.StartsWith(allowed.EndsWith('/') ? allowed : allowed + "/", StringComparison.Ordinal);

    private List<Uri> Allowed()
    {
        try
        {
            if (new FileInfo(paths.Settings) is not { Exists: true, Length: <= MostBytes })
            {
                return [];
            }

            using var settings = JsonDocument.Parse(File.ReadAllBytes(paths.Settings));
            var allowed = new List<Uri>();
            foreach (var text in settings.RootElement.GetProperty("webhooks").GetProperty("allowed").EnumerateArray())
            {
                if (Uri.TryCreate(text.GetString(), UriKind.Absolute, out var uri))
                {
                    allowed.Add(uri);
                }
            }

            return allowed;
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            // A file that cannot be understood allows nothing.
            return [];
        }
    }
}
