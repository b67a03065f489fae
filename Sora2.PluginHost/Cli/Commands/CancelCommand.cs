using System.CommandLine;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Cli.Answers;
using Spectre.Console;

namespace Sora2.PluginHost.Cli.Commands;

/// <summary><c>sora2 cancel</c>: asks for a job to end.</summary>
internal static class CancelCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("ID") { Description = "The job." };
        var command = new Command("cancel", "Cancel a job, queued or running.") { id };
        command.Runs(async (parsed, terminal, cancellationToken) =>
        {
            using var session = await ServerSession.OpenAsync(cancellationToken);
            var jobId = parsed.GetRequiredValue(id);
            await session.Generation.CancelAsync(new CancelRequest { JobId = jobId }, cancellationToken: cancellationToken);
            var job = await session.Generation.GetAsync(new GetJobRequest { JobId = jobId }, cancellationToken: cancellationToken);
            terminal.Answer(job.ToJson(), console => console.WriteLine($"job {job.Id}: {job.State.Word()}"));
            return ExitCode.Done;
        });
        return command;
    }
}
