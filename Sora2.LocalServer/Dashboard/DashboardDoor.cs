using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Sora2.LocalServer.Dashboard.Access;
using Sora2.LocalServer.Dashboard.Assets;
using Sora2.LocalServer.Dashboard.Content;
using Sora2.LocalServer.Dashboard.Queue;
using Sora2.LocalServer.Dashboard.Shell;
using Sora2.LocalServer.Dashboard.Storyboards;

namespace Sora2.LocalServer.Dashboard;

/// <summary>The browser's door: a branch of its own, with its own gate, before all others.</summary>
internal static class DashboardDoor
{
    public const string Prefix = "/dashboard";

    public static void AddDashboard(this IServiceCollection services)
    {
        services.AddSingleton<DashboardLinks>();
        services.AddSingleton<SessionSeal>();
        services.AddSingleton<ContentEndpoints>();
        services.AddSingleton<WorkEndpoints>();
        services.AddSingleton<BoardStore>();
        services.AddSingleton<BoardQueue>();
        services.AddSingleton<InterchangeEndpoints>();
        services.AddSingleton<QueueView>();
        services.AddRazorComponents().AddInteractiveServerComponents();

        // What it protects is worth nothing after a restart, so no keys are kept on the disk.
        services.Replace(ServiceDescriptor.Singleton<IDataProtectionProvider, EphemeralDataProtectionProvider>());
    }

    public static void UseDashboard(this IApplicationBuilder application) => application.Map(Prefix, static branch =>
    {
        branch.UseMiddleware<DashboardGate>();
        branch.UseRouting();
        branch.UseAntiforgery();
        branch.UseEndpoints(static routes =>
        {
            routes.MapAssets();
            routes.MapSession();
            routes.ServiceProvider.GetRequiredService<ContentEndpoints>().Map(routes);
            routes.ServiceProvider.GetRequiredService<WorkEndpoints>().Map(routes);
            routes.ServiceProvider.GetRequiredService<InterchangeEndpoints>().Map(routes);
            routes.MapRazorComponents<App>().AddInteractiveServerRenderMode(static options => options.ContentSecurityFrameAncestorsPolicy = null);
        });
    });
}
