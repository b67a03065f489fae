using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sora2.PluginHost.Cli.Resolve;

/// <summary>settings.json of the server's mailbox: which preferences the server watches, whose clips it may read. See docs/mailbox.md.</summary>
internal sealed class MailboxSettingsFile(string mailbox)
{
    private const UnixFileMode OwnFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true };

    private string File => Path.Combine(mailbox, "settings.json");

    /// <summary>Adds to what is there; the same twice is once.</summary>
    /// <returns>All media folders that it names now.</returns>
    /// <exception cref="CliException">The file is no JSON; it is left as it is.</exception>
    public IReadOnlyList<string> Add(string preferences, IEnumerable<string> mediaFolders)
    {
        var settings = Read();
        var media = Merge(settings, "mediaFolders", mediaFolders);
        Merge(settings, "fusionPrefs", [preferences]);
        Write(settings);
        return media;
    }

    /// <summary>Takes the preferences out again; media folders stay.</summary>
    public void Remove(string preferences)
    {
        if (System.IO.File.Exists(File))
        {
            var settings = Read();
            settings["fusionPrefs"] = ToArray(Strings(settings, "fusionPrefs").Where(path => path != preferences));
            Write(settings);
        }
    }

    private JsonObject Read()
    {
        try
        {
            return System.IO.File.Exists(File) ? JsonNode.Parse(System.IO.File.ReadAllText(File))!.AsObject() : [];
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new CliException(ExitCode.InvalidInput, "invalid_settings", $"{File} is no JSON object. Mend it or remove it.");
        }
    }

    private void Write(JsonObject settings)
    {
        var draft = File + ".part";
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(mailbox);
        }
        else
        {
            Directory.CreateDirectory(mailbox, OwnFolder);
        }

        System.IO.File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new StreamWriter(draft, options))
        {
            file.Write(settings.ToJsonString(s_json));
        }

        System.IO.File.Move(draft, File, overwrite: true);
    }

    private static IReadOnlyList<string> Merge(JsonObject settings, string name, IEnumerable<string> more)
    {
        string[] all = [.. Strings(settings, name).Concat(more).Distinct(StringComparer.Ordinal)];
        settings[name] = ToArray(all);
        return all;
    }

    private static IEnumerable<string> Strings(JsonObject settings, string name) =>
        settings[name] is JsonArray array ? array.Select(static item => (string)item!) : [];

    private static JsonArray ToArray(IEnumerable<string> texts) => new([.. texts.Select(static text => (JsonNode)JsonValue.Create(text)!)]);
}
