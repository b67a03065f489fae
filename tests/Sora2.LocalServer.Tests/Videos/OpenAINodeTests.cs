using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Sora2.LocalServer.Jobs;
using Xunit;

namespace Sora2.LocalServer.Tests.Videos;

/// <summary>OpenAI's own SDK for Node, unmodified, in two versions that send the same calls differently. ./test installs it.</summary>
public sealed class OpenAINodeTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private static string Folder => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "clients", "openai-node"));

    [Theory]
    [InlineData("6")]
    [InlineData("7")]
    public async Task Life_OfAVideoIsAsTheSdkHasIt(string version)
    {
        RequireSdk();
        await using var server = new EncodingServer();
        await server.InitializeAsync();

        await RunAsync(server, [version], static () => { });
    }

    [Theory]
    [InlineData("6")]
    [InlineData("7")]
    public async Task Create_WaitsForAFullQueue(string version)
    {
        RequireSdk();
        await using var server = new BusyServer();
        await server.InitializeAsync();
        using var hold = server.HoldJobs();

        // One runs, one waits: there is no more room.
        var running = await server.CreateAsync();
        await foreach (var update in server.Jobs.WatchAsync(server.Jobs.FindByKey(VideosServer.IdOf(running))!.Id, 0, TestContext.Current.CancellationToken))
        {
            if (update.Job.State == JobState.Running)
            {
                break;
            }
        }

        await server.CreateAsync();
        await RunAsync(server, [version, "busy"], hold.Dispose);
    }

    private static void RequireSdk() => Assert.SkipUnless(
        Directory.Exists(Path.Combine(Folder, "node_modules")), "The openai packages are not installed: run npm ci in tests/clients/openai-node (./test does).");

    private static async Task RunAsync(VideosServer server, string[] arguments, Action release)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(Folder, "life.mjs"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SORA2_ADDRESS"] = new Uri(server.Client.BaseAddress!, "/v1").ToString();
        start.Environment["SORA2_TOKEN"] = server.Token;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(s_limit);
        using var node = Process.Start(start)!;
        try
        {
            var errors = node.StandardError.ReadToEndAsync(limit.Token);
            while (await node.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                if (line == "release")
                {
                    release();
                }
            }

            await node.WaitForExitAsync(limit.Token);
            Assert.True(node.ExitCode == 0, await errors);
        }
        finally
        {
            if (!node.HasExited)
            {
                node.Kill(entireProcessTree: true);
            }
        }
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    private sealed class BusyServer : VideosServer
    {
        internal override void Replace(IServiceCollection services)
        {
            base.Replace(services);
            services.AddSingleton(new JobOptions { QueueLimit = 1 });
        }
    }
}
