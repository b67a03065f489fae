using Sora2.LocalServer.Server;

namespace Sora2.LocalServer.Panels;

/// <summary>Takes the connections of panels, and lets them go when the server stops.</summary>
internal sealed class PanelEndpoint(AccessToken token, PanelCalls calls, IHostApplicationLifetime lifetime, ILogger<PanelEndpoint> log)
{
    /// <summary>Connections at once, those without a token yet among them.</summary>
    public const int MostConnections = 64;

    private int _open;

    public async Task HandleAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest || context.Request.Path.HasValue)
        {
            context.Response.StatusCode = context.Request.Path.HasValue ? StatusCodes.Status404NotFound : StatusCodes.Status426UpgradeRequired;
            return;
        }

        try
        {
            if (Interlocked.Increment(ref _open) > MostConnections)
            {
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return;
            }

            using var socket = new PanelSocket(await context.WebSockets.AcceptWebSocketAsync());
            await using var connection = new PanelConnection(socket, token, calls, log);
            await connection.RunAsync(lifetime.ApplicationStopping);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}
