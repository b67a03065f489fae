using Sora2.LocalServer.Server;
using Sora2.LocalServer.Videos.Content;
using Sora2.LocalServer.Videos.Files;
using Sora2.LocalServer.Videos.Making;
using Sora2.LocalServer.Videos.Wire;
using Sora2.LocalServer.Videos.Wishes;

namespace Sora2.LocalServer.Videos;

/// <summary>The door for programs that were written for the Sora 2 Videos API: what stands behind it, and its rules.</summary>
internal static class VideosDoor
{
    private const string Prefix = "/v1";

    public static void AddVideosDoor(this IServiceCollection services)
    {
        services.AddSingleton(new DoorRules(
            Prefix, [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post, HttpMethods.Delete], ErrorEnvelope.WriteRefusalAsync));
        services.AddSingleton<FileStore>();
        services.AddSingleton<References>();
        services.AddSingleton<VideoStore>();
        services.AddSingleton<VideoModels>();
        services.AddSingleton<VideoCatalog>();
        services.AddSingleton<RetryLedger>();
        services.AddSingleton<VideoMaker>();
        services.AddSingleton<ShotWishes>();
        services.AddSingleton<VideoEndpoints>();
        services.AddSingleton<DerivedMedia>();
        services.AddSingleton<ContentEndpoints>();
    }

    /// <summary>Comes before the gate, so that its refusals have an id as well.</summary>
    public static void UseVideosDoor(this WebApplication application) =>
        application.UseWhen(static context => context.Request.Path.StartsWithSegments(Prefix), static branch => branch.UseMiddleware<FaultReplies>());

    public static void MapVideosDoor(this WebApplication application)
    {
        application.Services.GetRequiredService<VideoEndpoints>().Map(application);
        application.Services.GetRequiredService<ContentEndpoints>().Map(application);
    }
}
