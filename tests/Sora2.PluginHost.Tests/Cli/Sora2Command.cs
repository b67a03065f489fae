using System.Diagnostics;
using System.Text.Json.Nodes;
using Sora2.PluginHost.Server;

namespace Sora2.PluginHost.Tests.Cli;

/// <summary>The real sora2 program with a home of its own; the servers that it starts are stopped at the end.</summary>
public sealed class Sora2Command : IDisposable
{
    public string Home { get; } = Path.Combine(Path.GetTempPath(), $"sora2-{Guid.NewGuid():n}"[..18]);

    public string Discovery => Path.Combine(Home, "run", "endpoint.json");

    /// <summary>More environment for the program and its server.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    public async Task<Result> RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return new Result(process.ExitCode, await output, await error);
    }

    public Process Start(params string[] arguments)
    {
        var name = OperatingSystem.IsWindows() ? "sora2.exe" : "sora2";
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, name), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["SORA2_HOME"] = Home;
        foreach (var (variable, value) in Environment)
        {
            start.Environment[variable] = value;
        }

        return Process.Start(start)!;
    }

    public void KillServer()
    {
        if (DiscoveryFile.TryRead(Discovery) is { } server && server.Pid != System.Environment.ProcessId)
        {
            using var process = Process.GetProcessById(server.Pid);
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
    }

    public void Dispose()
    {
        KillServer();
        if (Directory.Exists(Home))
        {
            Directory.Delete(Home, recursive: true);
        }
    }

    public sealed record Result(int ExitCode, string Output, string Error)
    {
        /// <summary>The one JSON object on standard output.</summary>
        public JsonObject Json => JsonNode.Parse(Output)!.AsObject();
    }
}
