using System.Text.Json.Nodes;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Settings;

/// <summary>Settings as settings.json has them. What it does not know in there stays as it is.</summary>
internal static class SettingsJson
{
    /// <exception cref="InvalidRequestException">A value is not of its kind, or cannot be.</exception>
    public static ServerSettings Read(JsonObject json)
    {
        var standard = new ServerSettings();
        return new ServerSettings
        {
            WebhookTargets = Texts(json, "webhooks", "allowed"),
            ModelIdle = Minutes(Value<double>(json, "model", "idleMinutes") ?? standard.ModelIdle.TotalMinutes),
            MemoryLimitBytes = Value<long>(json, "model", "memoryBytes") ?? standard.MemoryLimitBytes,
            Device = Text(json, "model", "device") ?? standard.Device,
            DiskReserveBytes = Value<long>(json, "disk", "reserveBytes") ?? standard.DiskReserveBytes,
            FramesBytes = Value<long>(json, "disk", "framesBytes") ?? standard.FramesBytes,
            ProofsBytes = Value<long>(json, "disk", "proofsBytes") ?? standard.ProofsBytes,
            Mailbox = Value<bool>(json, "mailbox", "on") ?? standard.Mailbox,
            MediaFolders = Texts(json, "mailbox", "mediaFolders"),
        }.Checked();
    }

    /// <summary>A length of time; what cannot be one is a length that is refused.</summary>
    public static TimeSpan Minutes(double minutes) => Math.Abs(minutes) < 1e6 ? TimeSpan.FromMinutes(minutes) : TimeSpan.MaxValue;

    /// <summary>Writes what differs.</summary>
    public static void Write(JsonObject json, ServerSettings before, ServerSettings after)
    {
        PutTexts(json, "webhooks", "allowed", before.WebhookTargets, after.WebhookTargets);
        Put(json, "model", "idleMinutes", before.ModelIdle.TotalMinutes, after.ModelIdle.TotalMinutes);
        Put(json, "model", "memoryBytes", before.MemoryLimitBytes, after.MemoryLimitBytes);
        Put(json, "model", "device", before.Device, after.Device);
        Put(json, "disk", "reserveBytes", before.DiskReserveBytes, after.DiskReserveBytes);
        Put(json, "disk", "framesBytes", before.FramesBytes, after.FramesBytes);
        Put(json, "disk", "proofsBytes", before.ProofsBytes, after.ProofsBytes);
        Put(json, "mailbox", "on", before.Mailbox, after.Mailbox);
        PutTexts(json, "mailbox", "mediaFolders", before.MediaFolders, after.MediaFolders);
    }

    private static JsonNode? At(JsonObject json, string section, string key) => json[section] switch
    {
        null => null,
        JsonObject inner => inner[key],
        _ => throw new InvalidRequestException(section, "no object", "an object of settings"),
    };

    private static T? Value<T>(JsonObject json, string section, string key)
        where T : struct => At(json, section, key) switch
    {
        null => null,
        JsonValue value when value.TryGetValue<T>(out var found) => found,
        _ => throw new InvalidRequestException($"{section}.{key}", "a value of another kind", typeof(T) == typeof(bool) ? "true or false" : "a number"),
    };

    private static string? Text(JsonObject json, string section, string key) => At(json, section, key) switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var found) => found,
        _ => throw new InvalidRequestException($"{section}.{key}", "a value of another kind", "a text"),
    };

    private static IReadOnlyList<string> Texts(JsonObject json, string section, string key) => At(json, section, key) switch
    {
        null => [],
        JsonArray array when array.All(static item => item is JsonValue value && value.TryGetValue<string>(out _)) => [.. array.Select(static item => item!.GetValue<string>())],
        _ => throw new InvalidRequestException($"{section}.{key}", "a value of another kind", "a list of texts"),
    };

    private static void Put<T>(JsonObject json, string section, string key, T before, T after)
    {
        if (!Equals(before, after))
        {
            Section(json, section)[key] = JsonValue.Create(after);
        }
    }

    private static void PutTexts(JsonObject json, string section, string key, IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        if (!before.SequenceEqual(after))
        {
            Section(json, section)[key] = new JsonArray([.. after.Select(static text => (JsonNode)JsonValue.Create(text)!)]);
        }
    }

    private static JsonObject Section(JsonObject json, string section)
    {
        if (json[section] is not JsonObject inner)
        {
            json[section] = inner = [];
        }

        return inner;
    }
}
