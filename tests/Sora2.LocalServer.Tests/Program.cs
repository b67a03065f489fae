using Microsoft.Extensions.DependencyInjection;
using Sora2.LocalServer.Diagnosis;
using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Jobs.Running;
using Sora2.LocalServer.Jobs.Workers;
using Sora2.LocalServer.Media;
using Sora2.LocalServer.Planning;
using Sora2.LocalServer.Server;
using Sora2.LocalServer.Tests.Jobs;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Sora2.LocalServer.Tests;

/// <summary>
/// Runs the tests. With the verbs "serve" and "worker" it is the whole server, but for planner, generator and encoder, which
/// are those of the tests: something to kill that needs no model. With "model-worker" it is the server's own worker.
/// </summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is ["worker", .. var rest])
        {
            return await WorkerProgram.RunAsync(rest, _ => new TestShotGenerator());
        }

        if (args is ["model-worker", .. var real])
        {
            return await WorkerProgram.RunAsync(real);
        }

        if (args is [DeviceSurvey.Verb, var folder, var wanted])
        {
            return DeviceSurvey.Print(folder, wanted);
        }

        if (args is ["serve", ..])
        {
            return await ServeAsync();
        }

        return args.Any(arg => arg is "-automated" or "@@")
            ? await ConsoleRunner.Run(args)
            : await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
    }

    private static async Task<int> ServeAsync()
    {
        var options = new ServerOptions { Detached = true };
        await using var host = await ServerHost.StartAsync(ServerPaths.FromEnvironment(), options, CancellationToken.None, services =>
        {
            services.AddSingleton<IPlanner, TestPlanner>();
            services.AddSingleton<IShotEncoder, TestShotEncoder>();
            services.AddSingleton<PackVerification>((_, _) => { });
        });
        await Console.Out.WriteLineAsync("ready");
        await host.WaitForStopAsync();
        return 0;
    }
}
