using Grpc.Core;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Server;

namespace Sora2.PluginHost.Cli;

/// <summary>The server, over as many connections as it takes: when it dies the next one goes on with its queue.</summary>
internal sealed class ServerSession : IDisposable
{
    private static readonly TimeSpan s_leaveLimit = TimeSpan.FromSeconds(5);

    private ServerConnection _connection;

    private ServerSession(ServerConnection connection) => _connection = connection;

    public Endpoint Endpoint => _connection.Endpoint;

    public Generation.GenerationClient Generation => new(_connection.Calls);

    public Library.LibraryClient Library => new(_connection.Calls);

    public Contracts.V1.Delivery.DeliveryClient Delivery => new(_connection.Calls);

    public Media.MediaClient Media => new(_connection.Calls);

    public Models.ModelsClient Models => new(_connection.Calls);

    public Contracts.V1.Settings.SettingsClient Settings => new(_connection.Calls);

    public ServerInfo.ServerInfoClient Info => new(_connection.Calls);

    /// <summary>Finds the server or starts it.</summary>
    public static async Task<ServerSession> OpenAsync(CancellationToken cancellationToken) =>
        new(await ServerConnection.OpenAsync(cancellationToken));

    public async Task ReopenAsync(CancellationToken cancellationToken)
    {
        _connection.Dispose();
        _connection = await ServerConnection.OpenAsync(cancellationToken);
    }

    /// <summary>Cancels jobs for a user who is leaving, and so waits for a few seconds only.</summary>
    /// <param name="failed">Told of each job that could not be cancelled; without it the first of them ends all.</param>
    public async Task CancelJobsAsync(IEnumerable<string> jobs, Action<string>? failed = null)
    {
        using var limit = new CancellationTokenSource(s_leaveLimit);
        foreach (var job in jobs)
        {
            try
            {
                await Generation.CancelAsync(new CancelRequest { JobId = job }, cancellationToken: limit.Token);
            }
            catch (RpcException) when (failed is not null)
            {
                failed(job);
            }
        }
    }

    public void Dispose() => _connection.Dispose();
}
