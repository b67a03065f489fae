using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Sora2.Contracts;
using Sora2.Contracts.V1;
using Sora2.LocalServer.Server;
using Xunit;

namespace Sora2.LocalServer.Tests.Rpc;

/// <summary>A real server in this process, on a home of its own.</summary>
public class RunningServer : IAsyncLifetime
{
    private ServerHost? _host;
    private GrpcChannel? _channel;

    internal ServerPaths Paths { get; } = new(
        Path.Combine(Path.GetTempPath(), $"sora2-{Guid.NewGuid():n}"[..18]), Path.Combine(Path.GetTempPath(), "sora2-no-models"));

    public CallInvoker Calls => _channel!.CreateCallInvoker();

    public Generation.GenerationClient Generation => new(Calls);

    internal IServiceProvider Services => _host!.Services;

    internal Contracts.V1.Endpoint Endpoint =>
        Google.Protobuf.JsonParser.Default.Parse<Contracts.V1.Endpoint>(File.ReadAllText(Paths.Discovery));

    public async ValueTask InitializeAsync()
    {
        _host = await ServerHost.StartAsync(Paths, new ServerOptions { Detached = true }, CancellationToken.None, Replace);
        _channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler { ConnectCallback = ConnectAsync },
        });
    }

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        Directory.Delete(Paths.Home, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Takes the place of services.</summary>
    internal virtual void Replace(IServiceCollection services)
    {
    }

    /// <summary>A request that nothing is wrong with, but for the pack, which this server lacks.</summary>
    public static GenerationRequest GoodRequest() => new()
    {
        Prompt = "a red ball bounces on a wooden floor",
        Seconds = 1,
        Sequence = new SequenceSettings { FrameRate = new FrameRate { Numerator = 24, Denominator = 1 }, Width = 320, Height = 180 },
    };

    /// <summary>What the server says to a request that it refuses.</summary>
    public async Task<(StatusCode Status, Fault Fault)> SubmitRefusedAsync(GenerationRequest request)
    {
        var error = await Assert.ThrowsAsync<RpcException>(async () =>
            await Generation.SubmitAsync(new SubmitRequest { ClientKey = Guid.NewGuid().ToString("n"), Request = request }));
        return (error.StatusCode, FaultOf(error));
    }

    public static Fault FaultOf(RpcException error) => Fault.Parser.ParseFrom(error.Trailers.GetValueBytes(ContractVersion.FaultTrailer));

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Paths.Socket), cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
