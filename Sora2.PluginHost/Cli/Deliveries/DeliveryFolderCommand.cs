using System.CommandLine;
using System.Text.Json.Nodes;
using Sora2.Contracts.V1;
using Spectre.Console;

namespace Sora2.PluginHost.Cli.Deliveries;

/// <summary><c>sora2 delivery-folder</c>: where every new shot of a project goes by itself.</summary>
internal static class DeliveryFolderCommand
{
    public static Command Create()
    {
        var project = new Argument<string?>("PROJECT") { Description = "As with --project.", Arity = ArgumentArity.ZeroOrOne };
        var folder = new Argument<string?>("DIR") { Description = "The folder that the editor watches; made when it is not there.", Arity = ArgumentArity.ZeroOrOne };
        var link = new Option<bool>("--link") { Description = "Hard links in place of copies." };
        var off = new Option<bool>("--off") { Description = "Deliver the project's shots no more; what was delivered stays." };
        var command = new Command("delivery-folder", "Deliver every new shot of a project to a folder; list such folders.") { project, folder, link, off };
        command.Runs(async (parsed, terminal, cancellationToken) =>
        {
            var (name, path) = (parsed.GetValue(project), parsed.GetValue(folder));
            if (name is not null && (path is null) != parsed.GetValue(off))
            {
                throw CliException.Invalid("DIR", path is null ? "nothing" : $"{path} beside --off", "a folder, or --off");
            }

            if (name is null && (parsed.GetValue(off) || parsed.GetValue(link)))
            {
                throw CliException.Invalid("PROJECT", "nothing", "the name of a project");
            }

            using var session = await ServerSession.OpenAsync(cancellationToken);
            if (name is not null)
            {
                await session.Delivery.SetFolderAsync(
                    new SetDeliveryFolderRequest { Project = name, Folder = path is null ? "" : Path.GetFullPath(path), Link = parsed.GetValue(link) },
                    cancellationToken: cancellationToken);
            }

            var folders = (await session.Delivery.ListFoldersAsync(new ListDeliveryFoldersRequest(), cancellationToken: cancellationToken)).Folders;
            terminal.Answer(
                new JsonObject
                {
                    ["folders"] = new JsonArray([.. folders.Select(static entry => new JsonObject
                    {
                        ["project"] = entry.Project, ["folder"] = entry.Folder, ["link"] = entry.Link,
                    })]),
                },
                console => Show(console, folders));
            return ExitCode.Done;
        });
        return command;
    }

    private static void Show(IAnsiConsole console, IReadOnlyCollection<ProjectDeliveryFolder> folders)
    {
        if (folders.Count == 0)
        {
            console.WriteLine("No project has a delivery folder.");
        }

        foreach (var entry in folders)
        {
            console.MarkupLineInterpolated($"[bold]{entry.Project}[/]  {entry.Folder}{(entry.Link ? "  (hard links)" : "")}");
        }
    }
}
