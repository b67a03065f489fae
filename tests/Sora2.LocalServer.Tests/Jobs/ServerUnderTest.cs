using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Grpc.Net.Client;

namespace Sora2.LocalServer.Tests.Jobs;

/// <summary>A server as a process of its own, on a home of its own, that tests may kill and start again.</summary>
internal sealed class ServerUnderTest(ServerPaths paths, string program) : IAsyncDisposable
{
    private Process? _process;
    private GrpcChannel? _channel;

    /// <summary>Calls over the server's Unix socket.</summary>
    public GrpcChannel Calls => _channel ?? throw new InvalidOperationException("The server does not run.");

    /// <summary>Starts it, without waiting for it to answer.</summary>
    public void Begin()
    {
        var start = new ProcessStartInfo(program, ["serve", "--detached"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SORA2_HOME"] = paths.Home;
        start.Environment["SORA2_MODELS"] = paths.Models;
        _process = Process.Start(start)!;
    }

    /// <summary>Starts it and returns when it answers.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Begin();
        if (await _process!.StandardOutput.ReadLineAsync(cancellationToken) != "ready")
        {
            throw new InvalidOperationException($"The server did not start: {await _process.StandardError.ReadToEndAsync(cancellationToken)}");
        }

        _channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions
        {
            DisposeHttpClient = true,
            HttpHandler = new SocketsHttpHandler
            {
                UseProxy = false,
                ConnectCallback = async (_, stop) =>
                {
                    var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(paths.Socket), stop);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            },
        });
    }

    /// <summary>kill -9 of the server alone; its worker must end by itself.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process!.Kill(entireProcessTree: false);
        await EndedAsync(cancellationToken);
    }

    /// <summary>kill -9 of the server's worker; false when it has none.</summary>
    public bool KillWorker()
    {
        foreach (var worker in Workers())
        {
            try
            {
                using var process = Process.GetProcessById(worker);
                process.Kill();
                return true;
            }
            catch (Exception error) when (error is ArgumentException or InvalidOperationException)
            {
                // It ended by itself in between.
            }
        }

        return false;
    }

    /// <summary>SIGTERM, and the end.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using (var kill = Process.Start("kill", ["-TERM", _process!.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(cancellationToken);
        }

        await EndedAsync(cancellationToken);
    }

    /// <summary>Processes with the verb "worker" on this server's home, orphans included.</summary>
    public IReadOnlyList<int> Workers()
    {
        var workers = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            try
            {
                var words = File.ReadAllText(Path.Combine(folder, "cmdline")).Split('\0');
                if (words.Contains("worker") && words.Contains(paths.Home))
                {
                    workers.Add(int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture));
                }
            }
            catch (IOException)
            {
                // It ended while we looked.
            }
        }

        return workers;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await KillAsync(CancellationToken.None);
        }
    }

    private async Task EndedAsync(CancellationToken cancellationToken)
    {
        await _process!.WaitForExitAsync(cancellationToken);
        _process.Dispose();
        _process = null;
        _channel?.Dispose();
        _channel = null;
    }
}
