using System.CommandLine;
using System.Text.Json.Nodes;
using Sora2.Contracts.V1;
using Spectre.Console;

namespace Sora2.PluginHost.Cli.Packs;

/// <summary><c>sora2 models</c>: the packs on this machine.</summary>
internal static class ModelsCommand
{
    public static Command Create()
    {
        var verify = new Option<bool>("--verify") { Description = "Read every file and compare its hash." };
        var command = new Command("models", "List the model packs.")
        {
            verify, ModelAddCommand.Create(), ModelInfoCommand.Create("info", "Show a pack, its files and its licence.", verify: false),
            ModelInfoCommand.Create("verify", "Read every file of a pack and compare its hash.", verify: true), ModelRemoveCommand.Create(),
        };
        command.Runs(async (parsed, terminal, cancellationToken) =>
        {
            using var session = await ServerSession.OpenAsync(cancellationToken);
            var answer = await session.Models.ListAsync(
                new ListModelsRequest { Verify = parsed.GetValue(verify) }, cancellationToken: cancellationToken);
            terminal.Answer(
                new JsonObject { ["models"] = new JsonArray([.. answer.Packs.Select(PackWords.ToJson)]) }, console => Show(console, answer));
            return answer.Packs.Any(static pack => pack.Problem.Length == 0) ? ExitCode.Done : ExitCode.NotReady;
        });
        return command;
    }

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
                Markup.Escape(pack.Name + (pack.Default ? " (default)" : "") + (pack.Added ? " (added)" : "")),
                Markup.Escape(pack.Version),
                Markup.Escape(pack.Family),
                PackWords.Size(pack.SizeBytes),
                Markup.Escape(pack.License),
                pack.Problem.Length == 0 ? "[green]ready[/]" : $"[red]{Markup.Escape(pack.Problem)}[/]");
        }

        console.Write(table);
    }
}
