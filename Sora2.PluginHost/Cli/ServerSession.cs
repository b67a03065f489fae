using Sora2.Contracts.V1;
using Sora2.PluginHost.Server;

namespace Sora2.PluginHost.Cli;

/// <summary>The server, over as many connections as it takes: when it dies the next one goes on with its queue.</summary>
internal sealed class ServerSession : IDisposable
{
    private ServerConnection _connection;

    private ServerSession(ServerConnection connection) => _connection = connection;

    public Endpoint Endpoint => _connection.Endpoint;

    public Generation.GenerationClient Generation => new(_connection.Calls);

    public Library.LibraryClient Library => new(_connection.Calls);

    public Media.MediaClient Media => new(_connection.Calls);

    public Models.ModelsClient Models => new(_connection.Calls);

    public ServerInfo.ServerInfoClient Info => new(_connection.Calls);

    /// <summary>Finds the server or starts it.</summary>
    public static async Task<ServerSession> OpenAsync(CancellationToken cancellationToken) =>
        new(await ServerConnection.OpenAsync(cancellationToken));

    public async Task ReopenAsync(CancellationToken cancellationToken)
    {
        _connection.Dispose();
        _connection = await ServerConnection.OpenAsync(cancellationToken);
    }

    public void Dispose() => _connection.Dispose();
}
