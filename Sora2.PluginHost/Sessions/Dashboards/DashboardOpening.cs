using Grpc.Core;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Server;

namespace Sora2.PluginHost.Sessions.Dashboards;

/// <summary>Opens the server's dashboard in the system's browser, behind the caller's back. Thread-safe.</summary>
/// <param name="stop">Ends the opening.</param>
internal sealed class DashboardOpening(ServerLine line, CancellationToken stop)
{
    private string _fault = "";

    /// <summary>Why the last opening failed, though a server answers; empty when it did not.</summary>
    public string Fault => Volatile.Read(ref _fault);

    /// <returns>Ends, never with an error, when the browser was started or could not be.</returns>
    public Task Begin()
    {
        Volatile.Write(ref _fault, "");
        line.Hurry();
        return Task.Run(OpenAsync, CancellationToken.None);
    }

    private async Task OpenAsync()
    {
        try
        {
            var connection = await line.OpenAsync(stop);
            try
            {
                var answer = await new ServerInfo.ServerInfoClient(connection.Calls).LinkDashboardAsync(new LinkDashboardRequest(), cancellationToken: stop);
                if (!await SystemBrowser.OpenAsync(answer.Link, stop))
                {
                    Volatile.Write(ref _fault, "This system has no browser to start. Type \"sora2 open\" in a terminal and open the link that it prints.");
                }
            }
            catch (RpcException error) when (error.StatusCode != StatusCode.Cancelled)
            {
                line.Drop(connection);
                Volatile.Write(ref _fault, $"The dashboard could not be opened: {error.Status.Detail}");
            }
        }
        catch (Exception error) when (error is RpcException or OperationCanceledException or ServerUnavailableException or ContractMismatchException or IOException)
        {
            // The line's own report says what is wrong with the server.
        }
    }
}
