using System.Globalization;
using System.Text.Json.Nodes;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Cli.Answers;
using Spectre.Console;

namespace Sora2.PluginHost.Cli.Packs;

/// <summary>How packs are put into words and JSON.</summary>
internal static class PackWords
{
    public static JsonObject ToJson(ModelPack pack) => new()
    {
        ["name"] = pack.Name,
        ["version"] = pack.Version,
        ["family"] = pack.Family,
        ["license"] = pack.License,
        ["hash"] = pack.Hash,
        ["size_bytes"] = pack.SizeBytes,
        ["default"] = pack.Default,
        ["folder"] = pack.Folder,
        ["added"] = pack.Added,
        ["problem"] = pack.Problem.Length > 0 ? pack.Problem : null,
        ["tasks"] = new JsonArray([.. (pack.Capabilities?.Tasks ?? []).Select(static task => JsonValue.Create(task.ToString()))]),
        ["stems"] = new JsonArray([.. (pack.Capabilities?.Stems ?? []).Select(static stem => JsonValue.Create(stem.Word()))]),
        ["max_seconds"] = pack.Capabilities?.MaxSeconds,
        ["long_seconds"] = pack.Capabilities?.LongSeconds,
        ["max_cast"] = pack.Capabilities?.MaxCast,
    };

    public static JsonObject ToJson(ModelDetails details)
    {
        var json = ToJson(details.Pack);
        json["description"] = details.Pack.Description;
        json["licence_text"] = details.LicenceText;
        json["licence_hash"] = details.LicenceHash;
        json["licence_accepted"] = details.LicenceAccepted;
        json["files"] = new JsonArray([.. details.Files.Select(static file => new JsonObject
        {
            ["path"] = file.Path, ["size_bytes"] = file.SizeBytes, ["sha256"] = file.Sha256,
        })]);
        return json;
    }

    /// <summary>"19.2 MB".</summary>
    public static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F1} MB");

    public static void Show(IAnsiConsole console, ModelDetails details)
    {
        var pack = details.Pack;
        console.MarkupLineInterpolated($"[bold]{pack.Name}[/] {pack.Version}{(pack.Default ? " (default)" : "")}{(pack.Added ? " (added)" : "")}");
        var grid = new Grid().AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(2, 0, 2, 0) }).AddColumn();
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)
            [("what", pack.Description), ("family", pack.Family), ("folder", pack.Folder), ("licence", pack.License), ("size", Size(pack.SizeBytes)), ("hash", pack.Hash)])
        {
            grid.AddRow(name, Markup.Escape(value));
        }

        foreach (var file in details.Files)
        {
            grid.AddRow("", Markup.Escape($"{file.Sha256}  {file.Path}  {Size(file.SizeBytes)}"));
        }

        console.Write(grid);
        if (pack.Problem.Length > 0)
        {
            console.MarkupLineInterpolated($"[red]{pack.Problem}[/]");
        }
    }
}
