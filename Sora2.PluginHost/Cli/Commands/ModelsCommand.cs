using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Cli.Answers;
using Spectre.Console;

namespace Sora2.PluginHost.Cli.Commands;

/// <summary><c>sora2 models</c>: the packs on this machine.</summary>
internal static class ModelsCommand
{
    public static Command Create()
    {
        var verify = new Option<bool>("--verify") { Description = "Read every file and compare its hash." };
        var command = new Command("models", "List the model packs.") { verify };
        command.Runs(async (parsed, terminal, cancellationToken) =>
        {
            using var session = await ServerSession.OpenAsync(cancellationToken);
            var answer = await session.Models.ListAsync(
                new ListModelsRequest { Verify = parsed.GetValue(verify) }, cancellationToken: cancellationToken);
            terminal.Answer(
                new JsonObject { ["models"] = new JsonArray([.. answer.Packs.Select(ToJson)]) }, console => Show(console, answer));
            return answer.Packs.Any(static pack => pack.Problem.Length == 0) ? ExitCode.Done : ExitCode.NotReady;
        });
        return command;
    }

    private static JsonObject ToJson(ModelPack pack) => new()
    {
        ["name"] = pack.Name,
        ["version"] = pack.Version,
        ["family"] = pack.Family,
        ["license"] = pack.License,
        ["hash"] = pack.Hash,
        ["size_bytes"] = pack.SizeBytes,
        ["default"] = pack.Default,
        ["problem"] = pack.Problem.Length > 0 ? pack.Problem : null,
        ["tasks"] = new JsonArray([.. (pack.Capabilities?.Tasks ?? []).Select(static task => JsonValue.Create(task.ToString()))]),
        ["stems"] = new JsonArray([.. (pack.Capabilities?.Stems ?? []).Select(static stem => JsonValue.Create(stem.Word()))]),
        ["max_seconds"] = pack.Capabilities?.MaxSeconds,
        ["long_seconds"] = pack.Capabilities?.LongSeconds,
        ["max_cast"] = pack.Capabilities?.MaxCast,
    };

    private static void Show(IAnsiConsole console, ListModelsResponse answer)
    {
        if (answer.Packs.Count == 0)
        {
            console.WriteLine("There are no model packs.");
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("pack", "version", "family", "size", "licence", "state");
        foreach (var pack in answer.Packs)
        {
            table.AddRow(
                Markup.Escape(pack.Default ? $"{pack.Name} (default)" : pack.Name),
                Markup.Escape(pack.Version),
                Markup.Escape(pack.Family),
                string.Create(CultureInfo.InvariantCulture, $"{pack.SizeBytes / 1e6:F1} MB"),
                Markup.Escape(pack.License),
                pack.Problem.Length == 0 ? "[green]ready[/]" : $"[red]{Markup.Escape(pack.Problem)}[/]");
        }

        console.Write(table);
    }
}
