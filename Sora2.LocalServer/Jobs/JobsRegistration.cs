using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sora2.LocalServer.Jobs.Deliveries;
using Sora2.LocalServer.Jobs.Running;
using Sora2.LocalServer.Jobs.Store;
using Sora2.LocalServer.Jobs.Workers;
using Sora2.LocalServer.Library;
using Sora2.LocalServer.Library.Playback;
using Sora2.LocalServer.Media;
using Sora2.LocalServer.Media.Ffmpeg;
using Sora2.LocalServer.Media.Ffmpeg.Proofs;
using Sora2.LocalServer.Media.Verification;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Model.Speech;
using Sora2.LocalServer.Planning;
using Sora2.LocalServer.Planning.Footage;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Jobs;

/// <summary>Puts the queue and all it needs together.</summary>
public static class JobsRegistration
{
    /// <summary>
    /// Adds the queue, the library and the uploads. Beside them must be registered: <see cref="ServerPaths"/> with its folders
    /// made, <see cref="TimeProvider"/>, <see cref="PackCatalog"/>, <see cref="IPlanner"/>, and what tells <see cref="JobOptions"/>,
    /// <see cref="FramesOptions"/> and <see cref="ProofOptions"/> of the moment.
    /// </summary>
    public static IServiceCollection AddJobs(this IServiceCollection services)
    {
        services.AddSingleton(new JobOptions());
        services.AddSingleton(provider => new ServerDatabase(provider.GetRequiredService<ServerPaths>().Database));
        services.AddSingleton<ShotLibrary>();
        services.AddSingleton<InstalledFfmpeg>();
        services.AddSingleton<PictureCheck>();
        services.AddSingleton(provider => new UploadStore(
            provider.GetRequiredService<ServerPaths>().Uploads,
            static head => MediaSniffer.Sniff(head.Span) != MediaKind.Unknown,
            inspect: provider.GetRequiredService<PictureCheck>().CheckAsync));
        services.AddSingleton<ClipInspection>();
        services.AddSingleton<ClipInspector>(static provider => provider.GetRequiredService<ClipInspection>().Inspect);
        services.AddSingleton<IShotEncoder, InstalledShotEncoder>();
        services.AddSingleton<InstalledFrameDecoder>();
        services.AddSingleton(static provider => new PictureSource(
            provider.GetRequiredService<InstalledFrameDecoder>().InspectAsync, provider.GetRequiredService<InstalledFrameDecoder>().DecodeAsync));
        services.AddSingleton<FramesCache>();
        services.AddSingleton<InstalledProofWriter>();
        services.AddSingleton(static provider => new ProofCache(
            provider.GetRequiredService<ServerPaths>(), provider.GetRequiredService<InstalledProofWriter>().WriteAsync, provider.GetRequiredService<Func<ProofOptions>>()));
        services.AddSingleton(provider => WorkerCommand.ForThisProgram(provider.GetRequiredService<ServerPaths>()));
        services.AddSingleton<IShotWorker, WorkerHost>();
        services.AddSingleton<JobFeeds>();
        services.AddSingleton<JobSignals>();
        services.AddSingleton<JobStore>();
        services.AddSingleton<PackVerification>(provider => new PackCheck(provider.GetRequiredService<PackCatalog>()).Check);
        services.AddSingleton<PackRemoval>();
        services.AddSingleton<Func<ISpeechVoice>>(static () => FliteVoice.Find());
        services.AddSingleton<Admission>();
        services.AddSingleton<ShotDelivery>();
        services.AddSingleton<DeliveryFolders>();
        services.AddSingleton<GenerationPipeline>();
        services.AddSingleton<Reconciler>();
        services.AddSingleton(provider => new JobQueue(
            provider.GetRequiredService<JobStore>(),
            provider.GetRequiredService<JobFeeds>(),
            provider.GetRequiredService<JobSignals>(),
            provider.GetRequiredService<Admission>(),
            provider.GetRequiredService<UploadStore>(),
            provider.GetRequiredService<ShotLibrary>(),
            provider.GetRequiredService<JobOptions>()));
        services.AddHostedService<JobRunner>();
        services.AddHostedService<DeliveryCatchUp>();
        return services;
    }
}
