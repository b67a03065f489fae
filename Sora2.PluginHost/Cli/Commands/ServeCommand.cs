using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Sora2.PluginHost.Server;

namespace Sora2.PluginHost.Cli.Commands;

/// <summary><c>sora2 serve</c>: the server in the foreground.</summary>
internal static partial class ServeCommand
{
    private const int Terminate = 15;

    public static Command Create()
    {
        var port = new Option<int>("--port") { Description = "TCP port on 127.0.0.1; 0 takes any free one." };
        var command = new Command("serve", "Run the server here until Ctrl+C.") { port };
        command.Runs((parsed, _, cancellationToken) => RunAsync(parsed.GetValue(port), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int port, CancellationToken cancellationToken)
    {
        using var server = Process.Start(
            new ProcessStartInfo(ServerProgram.Find(), ["serve", "--port", port.ToString(CultureInfo.InvariantCulture)]))!;

        // Ctrl+C reaches the whole terminal; SIGTERM reached only us.
        await using var stop = cancellationToken.Register(() => Stop(server));
        await server.WaitForExitAsync(CancellationToken.None);
        return server.ExitCode;
    }

    private static void Stop(Process server)
    {
        if (OperatingSystem.IsWindows())
        {
            server.Kill();
        }
        else
        {
            _ = Kill(server.Id, Terminate);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
