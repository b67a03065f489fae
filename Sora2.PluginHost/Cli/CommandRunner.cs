using System.CommandLine;
using System.Runtime.InteropServices;

namespace Sora2.PluginHost.Cli;

/// <summary>Runs one command: its signals, its errors, its exit code.</summary>
internal static class CommandRunner
{
    public static Option<bool> JsonOption { get; } = new("--json")
    {
        Description = "One JSON object on standard output; everything else on standard error.",
        Recursive = true,
    };

    /// <summary>Makes <paramref name="command"/> run <paramref name="action"/>.</summary>
    public static void Runs(this Command command, Func<ParseResult, Terminal, CancellationToken, Task<int>> action) =>
        command.SetAction((parsed, _) => RunAsync(parsed, action));

    private static async Task<int> RunAsync(ParseResult parsed, Func<ParseResult, Terminal, CancellationToken, Task<int>> action)
    {
        var terminal = new Terminal(parsed.GetValue(JsonOption));
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            return await action(parsed, terminal, stop.Token);
        }
        catch (Exception error) when (stop.IsCancellationRequested && Interrupted(error))
        {
            return ExitCode.Interrupted;
        }
        catch (Exception error)
        {
            var refusal = Faults.Translate(error);
            terminal.Refuse(refusal);
            return refusal.ExitCode;
        }

        // The first signal asks, the second one is left to the system and ends the program at once.
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        }
    }

    private static bool Interrupted(Exception error) =>
        error is OperationCanceledException or Grpc.Core.RpcException { StatusCode: Grpc.Core.StatusCode.Cancelled };
}
