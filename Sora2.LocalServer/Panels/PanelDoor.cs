using Sora2.LocalServer.Server.Gate;

namespace Sora2.LocalServer.Panels;

/// <summary>The door of panels inside editors: a WebSocket at /panel. docs/panel-door.md is its contract.</summary>
internal static class PanelDoor
{
    public const string Path = "/panel";

    public static void AddPanelDoor(this IServiceCollection services)
    {
        // A host's WebSocket cannot send a header of its own, so the token is the first message.
        services.AddSingleton(new DoorRules(Path, [HttpMethods.Get], static _ => Task.CompletedTask) { TokenComesLater = true });
        services.AddSingleton<PanelCalls>();
        services.AddSingleton<PanelEndpoint>();
    }

    /// <summary>Comes after the gate, which has seen to host, origin and method.</summary>
    public static void UsePanelDoor(this IApplicationBuilder application) => application.Map(Path, static branch =>
    {
        branch.UseWebSockets();
        branch.Run(branch.ApplicationServices.GetRequiredService<PanelEndpoint>().HandleAsync);
    });
}
