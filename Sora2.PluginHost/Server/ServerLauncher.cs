using System.Diagnostics;

namespace Sora2.PluginHost.Server;

/// <summary>Starts the server in the background, to outlive this program.</summary>
public static class ServerLauncher
{
    // Exit code of sora2-server when another one runs on this home: two clients started one each.
    private const int SecondServer = 3;
    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(30);

    /// <summary>Returns once the server says that it is ready.</summary>
    /// <exception cref="ServerUnavailableException">It did not start; its own words are in the message.</exception>
    public static async Task StartAsync(CancellationToken cancellationToken)
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
        if (RuntimeRoot() is { } root)
        {
            // The server needs the same .NET as this program, wherever that was found.
            start.Environment.TryAdd("DOTNET_ROOT", root);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_startLimit);
        try
        {
            using var server = Process.Start(start)!;
            server.StandardInput.Close();
            var complaints = server.StandardError.ReadToEndAsync(limit.Token);
            if (await server.StandardOutput.ReadLineAsync(limit.Token) == "ready")
            {
                return;
            }

            await server.WaitForExitAsync(limit.Token);
            if (server.ExitCode != SecondServer)
            {
                throw new ServerUnavailableException($"{program} did not start (exit code {server.ExitCode}). {(await complaints).Trim()}");
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ServerUnavailableException($"{program} was not ready after {s_startLimit.TotalSeconds} seconds. Its log is in {ServerHome.Folder}.");
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new ServerUnavailableException($"{program} could not be run: {error.Message}");
        }
    }

    // …/shared/Microsoft.NETCore.App/10.0.x/ below the root; a self-contained program has no root.
    private static string? RuntimeRoot()
    {
        var runtime = Path.TrimEndingDirectorySeparator(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory());
        var shared = Path.GetDirectoryName(Path.GetDirectoryName(runtime));
        return shared is not null && Path.GetFileName(shared) == "shared" ? Path.GetDirectoryName(shared) : null;
    }
}
