using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Cli.Answers;
using Spectre.Console;

namespace Sora2.PluginHost.Cli.Commands;

/// <summary><c>sora2 shots</c>: what the library holds.</summary>
internal static class ShotsCommand
{
    public static Command Create()
    {
        var project = new Option<string>("--project") { Description = "Only this project.", DefaultValueFactory = static _ => "" };
        var command = new Command("shots", "List the shots in the library, newest first.") { project };
        command.Runs(async (parsed, terminal, cancellationToken) =>
        {
            using var session = await ServerSession.OpenAsync(cancellationToken);
            var shots = await ListAsync(session, parsed.GetRequiredValue(project), cancellationToken);
            terminal.Answer(
                new JsonObject { ["shots"] = new JsonArray([.. shots.Select(static shot => shot.ToJson())]) }, console => Show(console, shots));
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<List<Shot>> ListAsync(ServerSession session, string project, CancellationToken cancellationToken)
    {
        var shots = new List<Shot>();
        var token = "";
        do
        {
            var page = await session.Library.ListAsync(
                new ListShotsRequest { Project = project, PageSize = 500, PageToken = token }, cancellationToken: cancellationToken);
            shots.AddRange(page.Shots);
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        return shots;
    }

    private static void Show(IAnsiConsole console, List<Shot> shots)
    {
        if (shots.Count == 0)
        {
            console.WriteLine("There are no shots yet.");
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("shot", "title", "made", "picture");
        foreach (var shot in shots)
        {
            table.AddRow(
                Markup.Escape(shot.Name),
                Markup.Escape(shot.Title),
                shot.CreatedAt.ToDateTimeOffset().ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                Markup.Escape(shot.Picture));
        }

        console.Write(table);
    }
}
