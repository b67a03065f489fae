using System.Text.Json;
using Sora2.LocalServer.Mailbox.Letters;

namespace Sora2.LocalServer.Mailbox;

/// <summary>Where else letters may lie and whose clips may be read: settings.json of the mailbox.</summary>
/// <param name="FusionPrefs">Fusion's preferences files, absolute.</param>
/// <param name="MediaFolders">Folders beside the user's own whose movies letters may name, absolute.</param>
internal sealed record MailboxSettings(IReadOnlyList<string>? FusionPrefs = null, IReadOnlyList<string>? MediaFolders = null)
{
    private const long LimitBytes = 64 << 10;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true };

    /// <summary>What the file says; nothing where it is missing.</summary>
    /// <exception cref="RefusedFileException">It is no plain file of ours, or says what nobody understands.</exception>
    public static MailboxSettings Read(string path)
    {
        try
        {
            using var file = GuardedFile.Open(path, LimitBytes, owned: true);
            var settings = JsonSerializer.Deserialize<MailboxSettings>(file, s_json) ?? new MailboxSettings();
            string[] named = [.. settings.FusionPrefs ?? [], .. settings.MediaFolders ?? []];
            return Array.TrueForAll(named, Path.IsPathFullyQualified)
                ? settings
                : throw new RefusedFileException($"{path} with a relative path", "absolute paths");
        }
        catch (FileNotFoundException)
        {
            return new MailboxSettings();
        }
        catch (JsonException)
        {
            throw new RefusedFileException($"{path}, which is no JSON of settings", "fusionPrefs and mediaFolders, lists of paths");
        }
    }
}
