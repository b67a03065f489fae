using Microsoft.Extensions.DependencyInjection;
using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Jobs.Running;
using Sora2.LocalServer.Jobs.Workers;
using Sora2.LocalServer.Planning;
using Sora2.LocalServer.Tests.Jobs;

namespace Sora2.LocalServer.Tests.Videos;

/// <summary>The same, but movies and sounds are real.</summary>
public sealed class EncodingServer : VideosServer
{
    internal override void Replace(IServiceCollection services)
    {
        services.AddSingleton<IPlanner, TestPlanner>();
        services.AddSingleton<IShotWorker>(Worker);
        services.AddSingleton<PackVerification>((_, _) => { });
    }
}
