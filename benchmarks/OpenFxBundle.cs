using System.Diagnostics;

namespace Sora2.Benchmarks;

/// <summary>The OpenFX bundle as a host sees it: a program in C++, built by <c>tests/bridge/run</c>, prints its lines of the table.</summary>
internal static class OpenFxBundle
{
    private const string Built = ".run/bridge";

    public static async Task MeasureAsync()
    {
        var program = Path.Combine(Built, "ofx", "tests", "BridgeFigures");
        if (!File.Exists(program))
        {
            Console.WriteLine("bundle: not measured; tests/bridge/run builds what it needs, from the repository's folder");
            return;
        }

        // It has a home of its own, too, and starts the server as a host's plug-in does.
        var start = new ProcessStartInfo(program);
        start.Environment["SORA2_PLUGIN_HOST"] = Path.GetFullPath(Path.Combine(Built, "library", "sora2_plugin_host.so"));
        start.Environment["SORA2_SERVER"] = Path.GetFullPath("Sora2.LocalServer/bin/Release/net10.0/sora2-server");
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode > 1)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
        }
    }
}
