using Microsoft.Extensions.DependencyInjection;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Jobs.Deliveries;
using Sora2.LocalServer.Library;
using Sora2.LocalServer.Server;
using Xunit;

namespace Sora2.LocalServer.Tests.Jobs.Deliveries;

public sealed class DeliveryCatchUpTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_DeliversWhatTheLastServerPublishedAndDidNotDeliver()
    {
        var paths = new ServerPaths(Path.Combine(Path.GetTempPath(), $"sora2-{Guid.NewGuid():n}"[..18]), Path.Combine(Path.GetTempPath(), "sora2-no-models"));
        var target = Path.Combine(paths.Home, "watched");
        try
        {
            await using (var first = await StartAsync(paths))
            {
                first.Services.GetRequiredService<DeliveryFolders>().Set("P", target, link: false);
                await PublishAsync(first.Services.GetRequiredService<ShotLibrary>());
            }

            using var watcher = new FileSystemWatcher(target);
            var delivered = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            watcher.Renamed += (_, change) => delivered.TrySetResult(change.Name!);
            watcher.EnableRaisingEvents = true;
            await using var second = await StartAsync(paths);

            Assert.Equal("P_A_v001", await delivered.Task.WaitAsync(Stop));
            Assert.True(File.Exists(Path.Combine(target, "P_A_v001", "P_A_v001.otio")));
        }
        finally
        {
            Directory.Delete(paths.Home, recursive: true);
        }
    }

    private static Task<ServerHost> StartAsync(ServerPaths paths) => ServerHost.StartAsync(paths, new ServerOptions { Detached = true }, Stop);

    // As the queue does it, but for the last step: the server ends before that.
    private static async Task PublishAsync(ShotLibrary library)
    {
        var name = library.Reserve("job", 0, "P", "A");
        using var staged = library.Stage(name);
        var recipe = new ShotRecipe
        {
            Name = name.ToString(),
            Project = name.Project,
            Shot = name.Shot,
            Version = name.Version,
            Job = "job",
            Variant = 0,
            CreatedAt = DateTimeOffset.UnixEpoch,
            Request = JobWorld.Request(),
            Pack = new RecipePack("test", TestPlanner.Hash),
            Versions = new Dictionary<string, string>(),
        };
        await library.PublishAsync(staged, new ShotFiles(Write(".mov"), null, new Dictionary<StemKind, string>(), Write(".jpg")), recipe, Stop);

        string Write(string ending)
        {
            var path = Path.Combine(staged.Folder, name + ending);
            File.WriteAllText(path, ending);
            return path;
        }
    }
}
