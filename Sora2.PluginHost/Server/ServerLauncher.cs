using System.Diagnostics;

namespace Sora2.PluginHost.Server;

/// <summary>Starts the server in the background, to outlive this program.</summary>
public static class ServerLauncher
{
    // Exit code of sora2-server when another one runs on this home: two clients started one each.
    private const int SecondServer = 3;

    /// <summary>Returns once the server says that it is ready: true; or that another one holds this home: false.</summary>
    /// <exception cref="ServerUnavailableException">It did not start; its own words are in the message.</exception>
    public static async Task<bool> StartAsync(CancellationToken cancellationToken)
    {
        var program = ServerProgram.Find();
        var start = new ProcessStartInfo(program, ["serve", "--detached"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = Path.GetDirectoryName(program)!,
        };
        OwnFolder.LeaveOutHostsLibraries(start);
        if (RuntimeRoot() is { } root)
        {
            // The server needs the same .NET as this program, wherever that was found.
            start.Environment.TryAdd("DOTNET_ROOT", root);
        }

        try
        {
            using var server = Process.Start(start)!;
            server.StandardInput.Close();
            var complaints = server.StandardError.ReadToEndAsync(cancellationToken);
            if (await server.StandardOutput.ReadLineAsync(cancellationToken) == "ready")
            {
                return true;
            }

            await server.WaitForExitAsync(cancellationToken);
            return server.ExitCode == SecondServer
                ? false
                : throw new ServerUnavailableException($"{program} did not start (exit code {server.ExitCode}). {(await complaints).Trim()}");
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new ServerUnavailableException($"{program} could not be run: {error.Message}");
        }
    }

    /// <summary>Where the .NET lies that this program runs on; null for a self-contained program.</summary>
    public static string? RuntimeRoot()
    {
        // …/shared/Microsoft.NETCore.App/10.0.x/ below the root.
        var runtime = Path.TrimEndingDirectorySeparator(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory());
        var shared = Path.GetDirectoryName(Path.GetDirectoryName(runtime));
        return shared is not null && Path.GetFileName(shared) == "shared" ? Path.GetDirectoryName(shared) : null;
    }
}
