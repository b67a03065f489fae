using System.IO.Pipes;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using Sora2.Contracts;
using Sora2.Contracts.V1;

namespace Sora2.PluginHost.Server;

/// <summary>A line to the local server that has been checked: it answers and speaks this contract.</summary>
public sealed class ServerConnection : IDisposable
{
    private static readonly TimeSpan s_answerLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_settle = TimeSpan.FromMilliseconds(200);
    private readonly GrpcChannel _channel;

    private ServerConnection(Endpoint endpoint, GrpcChannel channel)
    {
        Endpoint = endpoint;
        _channel = channel;
    }

    public Endpoint Endpoint { get; }

    public CallInvoker Calls => _channel.CreateCallInvoker();

    /// <summary>Finds the server; starts it when none runs.</summary>
    /// <exception cref="ServerUnavailableException">None could be started.</exception>
    /// <exception cref="ContractMismatchException">One runs that speaks another contract.</exception>
    public static async Task<ServerConnection> OpenAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_startLimit);
        try
        {
            while (true)
            {
                if (await TryOpenAsync(limit.Token) is { } running)
                {
                    return running;
                }

                if (!await ServerLauncher.StartAsync(limit.Token))
                {
                    // Another one is just starting or just stopping.
                    await Task.Delay(s_settle, limit.Token);
                }
            }
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested && limit.IsCancellationRequested
            && error is OperationCanceledException or RpcException)
        {
            throw new ServerUnavailableException(
                $"No server answers at {ServerHome.Discovery} after {s_startLimit.TotalSeconds} seconds. Its log is in {Path.Combine(ServerHome.Folder, "logs")}.");
        }
    }

    /// <summary>Finds the server; null when none runs.</summary>
    /// <exception cref="ContractMismatchException">One runs that speaks another contract.</exception>
    public static async Task<ServerConnection?> TryOpenAsync(CancellationToken cancellationToken)
    {
        var endpoint = DiscoveryFile.TryRead(ServerHome.Discovery);
        if (endpoint is null)
        {
            return null;
        }

        if (endpoint.Contract != ContractVersion.Current)
        {
            throw new ContractMismatchException(endpoint);
        }

        var connection = new ServerConnection(endpoint, Open(endpoint));
        try
        {
            var info = await new ServerInfo.ServerInfoClient(connection.Calls).GetAsync(
                new GetServerInfoRequest(), deadline: DateTime.UtcNow + s_answerLimit, cancellationToken: cancellationToken);
            return info.Contract == ContractVersion.Current ? connection : throw new ContractMismatchException(endpoint);
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.Unavailable)
        {
            // The process id was given to somebody else: the file is stale after all.
            connection.Dispose();
            return null;
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.DeadlineExceeded)
        {
            connection.Dispose();
            throw new ServerUnavailableException(
                $"The server (process {endpoint.Pid}) does not answer within {s_answerLimit.TotalSeconds} seconds. Stop it and try again.")
            {
                IsHung = true,
            };
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public void Dispose() => _channel.Dispose();

    private static GrpcChannel Open(Endpoint endpoint) => GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions
    {
        DisposeHttpClient = true,
        MaxReceiveMessageSize = 32 << 20,
        HttpHandler = new SocketsHttpHandler
        {
            UseProxy = false,

            // A watched job may say nothing for long: only a ping tells a server that is busy from one that hangs.
            KeepAlivePingDelay = s_silence,
            KeepAlivePingTimeout = s_answerLimit,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            ConnectCallback = async (_, cancellationToken) =>
                endpoint.Pipe.Length > 0
                    ? await OpenPipeAsync(endpoint.Pipe, cancellationToken)
                    : await OpenSocketAsync(endpoint.Socket, cancellationToken),
        },
    });

    private static async Task<Stream> OpenSocketAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<Stream> OpenPipeAsync(string name, CancellationToken cancellationToken)
    {
        var pipe = new NamedPipeClientStream(".", name, PipeDirection.InOut, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        try
        {
            await pipe.ConnectAsync(cancellationToken);
            return pipe;
        }
        catch
        {
            await pipe.DisposeAsync();
            throw;
        }
    }
}
