using System.ComponentModel;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Sora2.LocalServer.Jobs.Workers;
using Sora2.LocalServer.Model.Runtime;
using Sora2.LocalServer.Processes;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Diagnosis;

/// <summary>
/// Finds out which devices there are, in a process of its own: the library of a provider is foreign code, and may take the process down
/// that loads it.
/// </summary>
internal static class DeviceSurvey
{
    /// <summary>Of this program: prints the report.</summary>
    public const string Verb = "devices";

    // CUDA looks at every card when it begins.
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    /// <param name="folder">Of provider libraries; where it holds none, no process is started for the usual settings.</param>
    /// <param name="wanted">The setting: "auto", "cpu" or the name of a device.</param>
    public static async Task<DeviceReport> AskAsync(string folder, string wanted, CancellationToken cancellationToken)
    {
        if (wanted == DeviceCatalog.Processor || (wanted == DeviceCatalog.Automatic && DeviceCatalog.LibrariesIn(folder).Count == 0))
        {
            return new DeviceReport([DeviceCatalog.Processor], $"{DeviceCatalog.Processor}: {ModelRuntime.Description}", []);
        }

        try
        {
            var command = WorkerCommand.ForThisProgram(Verb, folder, wanted);
            var result = await new ChildProcess(command.FileName, command.Arguments) { TimeLimit = s_limit }.RunAsync(null, cancellationToken);

            // Libraries may print lines of their own before it.
            var lines = Encoding.UTF8.GetString(result.Output).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return result.ExitCode == 0 && JsonSerializer.Deserialize<DeviceReport>(lines.LastOrDefault("null")) is { } report
                ? report
                : Unknown(string.Create(CultureInfo.InvariantCulture, $"the process that loaded them ended with code {result.ExitCode}"));
        }
        catch (Exception error) when (error is TimeoutException or Win32Exception or JsonException or IOException)
        {
            return Unknown(error.Message.TrimEnd('.'));
        }

        DeviceReport Unknown(string reason) => new([], null, [$"The providers in {folder} cannot be looked at: {reason}."]);
    }

    /// <summary>The verb: loads the libraries and prints the report as one line of JSON.</summary>
    /// <inheritdoc cref="AskAsync" path="/param"/>
    public static int Print(string folder, string wanted)
    {
        var catalog = new DeviceCatalog(new ModelRuntime(new RuntimeOptions()), folder);
        string? chosen = null;
        try
        {
            var device = catalog.Choose(wanted);
            chosen = $"{device.Name}: {device.Description}";
        }
        catch (InvalidRequestException)
        {
            // The names that are there say it.
        }

        Console.Out.WriteLine(JsonSerializer.Serialize(new DeviceReport([.. catalog.Devices.Select(static device => device.Name)], chosen, catalog.Problems)));
        return 0;
    }
}
