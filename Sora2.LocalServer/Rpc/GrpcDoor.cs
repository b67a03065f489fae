using Sora2.LocalServer.Server;

namespace Sora2.LocalServer.Rpc;

/// <summary>The gRPC door: which services stand behind it.</summary>
internal static class GrpcDoor
{
    public static void AddGrpcDoor(this IServiceCollection services) => services.AddGrpc(options =>
    {
        options.MaxReceiveMessageSize = Listeners.MaxMessageBytes;
        options.MaxSendMessageSize = 4 * Listeners.MaxMessageBytes;
        options.EnableDetailedErrors = false;
        options.Interceptors.Add<FaultInterceptor>();
    });

    public static void MapGrpcDoor(this IEndpointRouteBuilder routes)
    {
        routes.MapGrpcService<ServerInfoService>();
        routes.MapGrpcService<GenerationService>();
        routes.MapGrpcService<MediaService>();
        routes.MapGrpcService<ModelsService>();
        routes.MapGrpcService<LibraryService>();
        routes.MapGrpcService<EditorsService>();
        routes.MapGrpcService<DeliveryService>();
        routes.MapGrpcService<SettingsService>();
    }
}
