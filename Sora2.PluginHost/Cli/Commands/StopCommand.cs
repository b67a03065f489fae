using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Server;
using Spectre.Console;

namespace Sora2.PluginHost.Cli.Commands;

/// <summary><c>sora2 stop</c>: ends the server, in order.</summary>
internal static class StopCommand
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    public static Command Create()
    {
        var command = new Command("stop", "Stop the server; the job that runs goes back into the queue. The next command starts it again.");
        command.Runs(async (_, terminal, cancellationToken) =>
        {
            using var connection = await ServerConnection.TryOpenAsync(cancellationToken);
            if (connection is not null)
            {
                await StopAsync(connection, cancellationToken);
            }

            terminal.Answer(
                new JsonObject { ["stopped"] = connection is not null },
                console => console.WriteLine(connection is null ? "No server runs." : $"The server (process {connection.Endpoint.Pid}) has ended."));
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task StopAsync(ServerConnection connection, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_limit);
        try
        {
            using var process = Process.GetProcessById(connection.Endpoint.Pid);
            await new ServerInfo.ServerInfoClient(connection.Calls).StopAsync(new StopRequest(), cancellationToken: limit.Token);
            await process.WaitForExitAsync(limit.Token);
        }
        catch (ArgumentException)
        {
            // It has ended by itself meanwhile.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CliException(ExitCode.Fault, "not_stopped", $"The server (process {connection.Endpoint.Pid}) was asked to end and still runs after {s_limit.TotalSeconds} seconds.");
        }
    }
}
