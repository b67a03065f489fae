using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Sora2.Contracts.V1;
using Spectre.Console;

namespace Sora2.PluginHost.Cli.Settings;

/// <summary><c>sora2 settings</c>: what the owner of the server decides.</summary>
internal static class SettingsCommand
{
    public static Command Create()
    {
        var changes = new Argument<string[]>("NAME=VALUE")
        {
            Description = $"Names: {string.Join(", ", SettingText.Names)}. A name of a list once for each entry, or NAME= for none.",
            Arity = ArgumentArity.OneOrMore,
        };
        var set = new Command("set", "Change settings, all that are named or none.") { changes };
        set.Runs(async (parsed, terminal, cancellationToken) =>
        {
            var request = SettingText.Parse(parsed.GetRequiredValue(changes));
            using var session = await ServerSession.OpenAsync(cancellationToken);
            return await AnswerAsync(session, terminal, await session.Settings.UpdateAsync(request, cancellationToken: cancellationToken), cancellationToken);
        });

        var command = new Command("settings", "Show what the server may do and where its files lie.") { set };
        command.Runs(async (_, terminal, cancellationToken) =>
        {
            using var session = await ServerSession.OpenAsync(cancellationToken);
            return await AnswerAsync(session, terminal, await session.Settings.GetAsync(new GetSettingsRequest(), cancellationToken: cancellationToken), cancellationToken);
        });
        return command;
    }

    private static async Task<int> AnswerAsync(ServerSession session, Terminal terminal, SettingsState state, CancellationToken cancellationToken)
    {
        var info = await session.Info.GetAsync(new GetServerInfoRequest(), cancellationToken: cancellationToken);
        var folders = (await session.Delivery.ListFoldersAsync(new ListDeliveryFoldersRequest(), cancellationToken: cancellationToken)).Folders;
        var json = new JsonObject
        {
            ["settings"] = SettingText.ToJson(state.Values),
            ["file"] = state.File,
            ["problem"] = state.Problem.Length > 0 ? state.Problem : null,
            ["needs_restart"] = new JsonArray([.. state.NeedsRestart.Select(static name => JsonValue.Create(name))]),
            ["notes"] = new JsonArray([.. state.Notes.Select(static note => JsonValue.Create(note))]),
            ["home"] = info.Home,
            ["library"] = info.Library,
            ["models"] = info.Models,
            ["delivery_folders"] = new JsonObject([.. folders.Select(static folder => KeyValuePair.Create<string, JsonNode?>(folder.Project, folder.Folder))]),
        };
        terminal.Answer(json, console => Show(console, state, info, folders));
        return ExitCode.Done;
    }

    private static void Show(IAnsiConsole console, SettingsState state, GetServerInfoResponse info, IReadOnlyCollection<ProjectDeliveryFolder> folders)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("setting", "now", "takes effect");
        foreach (var (name, value) in SettingText.Show(state.Values))
        {
            table.AddRow(name, Markup.Escape(value), name == "mailbox" ? state.NeedsRestart.Count > 0 ? "[yellow]at the next start (sora2 stop)[/]" : "at the next start" : "at once");
        }

        console.Write(table);
        foreach (var (name, place) in (ReadOnlySpan<(string, string)>)[("home", info.Home), ("library", info.Library), ("models", info.Models), ("file", state.File)])
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-8} {place}"));
        }

        foreach (var folder in folders)
        {
            console.WriteLine($"shots of {folder.Project} are delivered to {folder.Folder}");
        }

        foreach (var note in state.Notes)
        {
            console.MarkupLineInterpolated($"[yellow]{note}[/]");
        }

        if (state.Problem.Length > 0)
        {
            console.MarkupLineInterpolated($"[red]{state.File}: {state.Problem} The defaults hold until it is mended.[/]");
        }
    }
}
