using System.Globalization;
using System.Text.Json.Nodes;
using Sora2.Contracts.V1;

namespace Sora2.PluginHost.Cli.Settings;

/// <summary>Settings as they are written on a command line.</summary>
internal static class SettingText
{
    public static IReadOnlyList<string> Names { get; } =
        ["webhook-targets", "model-idle-minutes", "disk-reserve", "frames-limit", "proofs-limit", "mailbox", "media-folders", "device", "memory-limit"];

    /// <exception cref="CliException">One of them is no NAME=VALUE, or no value of its kind.</exception>
    public static UpdateSettingsRequest Parse(IEnumerable<string> changes)
    {
        var request = new UpdateSettingsRequest { Values = new SettingsValues() };
        foreach (var change in changes)
        {
            var cut = change.IndexOf('=', StringComparison.Ordinal);
            if (cut < 1)
            {
                throw CliException.Invalid("NAME=VALUE", $"\"{change}\"", $"a name of {string.Join(", ", Names)}, \"=\" and a value");
            }

            var field = Put(request.Values, change[..cut], change[(cut + 1)..]);
            if (!request.Fields.Contains(field))
            {
                request.Fields.Add(field);
            }
        }

        return request;
    }

    public static JsonObject ToJson(SettingsValues values) => new()
    {
        ["webhook_targets"] = new JsonArray([.. values.WebhookTargets.Select(static target => JsonValue.Create(target))]),
        ["model_idle_minutes"] = values.ModelIdleMinutes,
        ["disk_reserve_bytes"] = values.DiskReserveBytes,
        ["frames_bytes"] = values.FramesBytes,
        ["proofs_bytes"] = values.ProofsBytes,
        ["mailbox"] = values.Mailbox,
        ["media_folders"] = new JsonArray([.. values.MediaFolders.Select(static folder => JsonValue.Create(folder))]),
        ["memory_limit_bytes"] = values.MemoryLimitBytes,
        ["device"] = values.Device,
    };

    /// <summary>Names and values for people.</summary>
    public static IEnumerable<(string Name, string Value)> Show(SettingsValues values) =>
    [
        (Names[0], values.WebhookTargets.Count == 0 ? "none" : string.Join(" ", values.WebhookTargets)),
        (Names[1], values.ModelIdleMinutes.ToString(CultureInfo.InvariantCulture)),
        (Names[2], ByteText.Show(values.DiskReserveBytes)),
        (Names[3], ByteText.Show(values.FramesBytes)),
        (Names[4], ByteText.Show(values.ProofsBytes)),
        (Names[5], values.Mailbox ? "on" : "off"),
        (Names[6], values.MediaFolders.Count == 0 ? "none" : string.Join(" ", values.MediaFolders)),
        (Names[7], values.Device),
        (Names[8], values.MemoryLimitBytes == 0 ? "none" : ByteText.Show(values.MemoryLimitBytes)),
    ];

    private static string Put(SettingsValues values, string name, string value)
    {
        switch (name)
        {
            case "webhook-targets":
                Add(values.WebhookTargets, value);
                return "webhook_targets";
            case "model-idle-minutes":
                values.ModelIdleMinutes = double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var minutes)
                    ? minutes
                    : throw CliException.Invalid(name, $"\"{value}\"", "minutes, such as 5 or 0.5");
                return "model_idle_minutes";
            case "disk-reserve":
                values.DiskReserveBytes = ByteText.Parse(name, value);
                return "disk_reserve_bytes";
            case "frames-limit":
                values.FramesBytes = ByteText.Parse(name, value);
                return "frames_bytes";
            case "proofs-limit":
                values.ProofsBytes = ByteText.Parse(name, value);
                return "proofs_bytes";
            case "mailbox":
                values.Mailbox = value is "on" || (value is "off" ? false : throw CliException.Invalid(name, $"\"{value}\"", "on or off"));
                return "mailbox";
            case "media-folders":
                Add(values.MediaFolders, value.Length > 0 ? Path.GetFullPath(value) : value);
                return "media_folders";
            case "memory-limit":
                values.MemoryLimitBytes = value is "none" ? 0 : ByteText.Parse(name, value);
                return "memory_limit_bytes";
            case "device":
                values.Device = value;
                return "device";
            default:
                throw CliException.Invalid("NAME=VALUE", $"\"{name}\"", string.Join(", ", Names));
        }
    }

    private static void Add(ICollection<string> entries, string value)
    {
        if (value.Length > 0)
        {
            entries.Add(value);
        }
    }
}
