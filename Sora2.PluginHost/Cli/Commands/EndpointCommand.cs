using System.CommandLine;
using System.Text.Json.Nodes;
using Sora2.Contracts.V1;
using Spectre.Console;

namespace Sora2.PluginHost.Cli.Commands;

/// <summary><c>sora2 endpoint</c>: where the server listens and its token.</summary>
internal static class EndpointCommand
{
    public static Command Create()
    {
        var command = new Command("endpoint", "Show the server's address and token.");
        command.Runs(async (_, terminal, cancellationToken) =>
        {
            using var session = await ServerSession.OpenAsync(cancellationToken);
            Answer(terminal, session.Endpoint);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Answer(Terminal terminal, Endpoint endpoint) => terminal.Answer(
        new JsonObject
        {
            ["address"] = endpoint.Address,
            ["token"] = endpoint.Token,
            ["socket"] = endpoint.Socket,
            ["pipe"] = endpoint.Pipe,
            ["pid"] = endpoint.Pid,
            ["version"] = endpoint.Version,
            ["contract"] = endpoint.Contract,
        },
        console =>
        {
            var grid = new Grid().AddColumns(2)
                .AddRow("address", Markup.Escape(endpoint.Address))
                .AddRow("token", Markup.Escape(endpoint.Token))
                .AddRow("local", Markup.Escape(endpoint.Socket.Length > 0 ? endpoint.Socket : endpoint.Pipe))
                .AddRow("server", $"{Markup.Escape(endpoint.Version)}, process {endpoint.Pid}");
            console.Write(grid);
        });
}
