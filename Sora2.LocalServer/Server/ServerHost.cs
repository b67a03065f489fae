using Microsoft.AspNetCore.Connections;
using Serilog;
using Sora2.LocalServer.Dashboard;
using Sora2.LocalServer.Diagnosis;
using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Mailbox;
using Sora2.LocalServer.Model;
using Sora2.LocalServer.Model.Installation;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Panels;
using Sora2.LocalServer.Planning;
using Sora2.LocalServer.Planning.Footage;
using Sora2.LocalServer.Planning.Memory;
using Sora2.LocalServer.Rpc;
using Sora2.LocalServer.Server.Gate;
using Sora2.LocalServer.Settings;
using Sora2.LocalServer.Videos;

namespace Sora2.LocalServer.Server;

/// <summary>The server's life: lock, doors, discovery file, and back.</summary>
internal sealed class ServerHost : IAsyncDisposable
{
    // A running job needs a moment to be put back; a client that watches needs none.
    private static readonly TimeSpan s_shutdown = TimeSpan.FromSeconds(8);

    private readonly ServerPaths _paths;
    private readonly InstanceLock _lock;
    private readonly WebApplication _application;

    private ServerHost(ServerPaths paths, InstanceLock held, WebApplication application)
    {
        _paths = paths;
        _lock = held;
        _application = application;
    }

    public IServiceProvider Services => _application.Services;

    /// <summary>Starts and returns once calls are answered and the discovery file says where.</summary>
    /// <exception cref="SecondServerException">One already runs on this home.</exception>
    /// <param name="replace">Takes the place of services, for tests; null in production.</param>
    public static async Task<ServerHost> StartAsync(
        ServerPaths paths, ServerOptions options, CancellationToken cancellationToken, Action<IServiceCollection>? replace = null)
    {
        Listeners.CheckSocketPath(paths);
        paths.Create();
        var held = InstanceLock.Take(paths);
        WebApplication? application = null;
        try
        {
            DiscoveryFile.Remove(paths);
            var token = AccessToken.LoadOrCreate(paths.Token);
            application = Build(paths, options, token, replace);
            await application.StartAsync(cancellationToken);

            var address = new Uri(application.Urls.First(static url => url.StartsWith("http://127.0.0.1:", StringComparison.Ordinal)));
            Listeners.KeepPort(paths, address.Port);
            DiscoveryFile.Write(paths, address, token);
            var host = new ServerHost(paths, held, application);
            application.Lifetime.ApplicationStopping.Register(host.OnStopping);
            application.Logger.Ready(ServerVersion.Text, address, paths.Home);
            return host;
        }
        catch
        {
            if (application is not null)
            {
                await application.DisposeAsync();
            }

            held.Dispose();
            throw;
        }
    }

    /// <summary>Until SIGTERM, Ctrl+C or <see cref="DisposeAsync"/>.</summary>
    public Task WaitForStopAsync() => _application.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
        _lock.Dispose();
    }

    private static WebApplication Build(ServerPaths paths, ServerOptions options, AccessToken token, Action<IServiceCollection>? replace)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddSerilog(log => ServerLog.Configure(log, paths, console: !options.Detached));
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = s_shutdown);
        builder.WebHost.UseKestrelCore();
        var protocols = new ProtocolSwitch();
        builder.Services.AddSingleton<IConnectionListenerFactory>(protocols);
        builder.WebHost.ConfigureKestrel(kestrel => Listeners.Configure(kestrel, paths, Listeners.ChoosePort(paths, options.Port), protocols));
        builder.Services.AddRouting();
        builder.Services.AddSingleton(paths);
        builder.Services.AddSingleton(token);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new PackRegistry(paths.Packs));
        builder.Services.AddSingleton(static provider => new PackCatalog(
            provider.GetRequiredService<ServerPaths>().Models, provider.GetRequiredService<PackRegistry>()));
        builder.Services.AddSingleton<PackInstaller>();
        builder.Services.AddSingleton<Doctor>();
        builder.Services.AddSingleton<IPlanner>(static provider => new Planner(
            provider.GetRequiredService<PackCatalog>(), provider.GetRequiredService<Func<MachineMemory>>(), new PackPrompts().Measure,
            provider.GetRequiredService<ClipInspector>(), new PackMemory().Measure));
        builder.Services.AddJobs();
        builder.Services.AddSettings();
        builder.Services.AddGrpcDoor();
        builder.Services.AddMailbox();
        builder.Services.AddPanelDoor();
        builder.Services.AddVideosDoor();
        builder.Services.AddDashboard();
        replace?.Invoke(builder.Services);

        var application = builder.Build();
        application.UseDashboard();
        application.UseVideosDoor();
        application.UseMiddleware<TcpGate>();
        application.UsePanelDoor();
        application.UseRouting();
        application.MapGrpcDoor();
        application.MapVideosDoor();
        return application;
    }

    private void OnStopping()
    {
        DiscoveryFile.Remove(_paths);
        _application.Logger.Stopping();
    }
}
