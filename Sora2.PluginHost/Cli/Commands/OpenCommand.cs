using System.CommandLine;
using System.Text.Json.Nodes;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Server;
using Spectre.Console;

namespace Sora2.PluginHost.Cli.Commands;

/// <summary><c>sora2 open</c>: the dashboard, in the system's browser.</summary>
internal static class OpenCommand
{
    public static Command Create()
    {
        var print = new Option<bool>("--print") { Description = "Print the link and start no browser." };
        var command = new Command("open", "Open the dashboard in a browser, with a link that works once.") { print };
        command.Runs(async (parsed, terminal, cancellationToken) =>
        {
            using var session = await ServerSession.OpenAsync(cancellationToken);
            var answer = await session.Info.LinkDashboardAsync(new LinkDashboardRequest(), cancellationToken: cancellationToken);
            var isOpened = !parsed.GetValue(print) && await SystemBrowser.OpenAsync(answer.Link, cancellationToken);
            terminal.Answer(
                new JsonObject { ["link"] = answer.Link, ["seconds"] = answer.Seconds, ["opened"] = isOpened },
                console =>
                {
                    console.WriteLine(answer.Link);
                    terminal.Error.WriteLine(isOpened
                        ? "The browser opens it."
                        : $"Open it in a browser on this machine within {answer.Seconds / 60} minutes; it works once.");
                });
            return ExitCode.Done;
        });
        return command;
    }
}
