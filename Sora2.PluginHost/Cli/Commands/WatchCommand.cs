using System.CommandLine;
using Sora2.PluginHost.Cli.Answers;
using Sora2.PluginHost.Cli.Deliveries;

namespace Sora2.PluginHost.Cli.Commands;

/// <summary><c>sora2 watch</c>: follows a job to its end. Ctrl+C ends the watch, not the job.</summary>
internal static class WatchCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("ID") { Description = "The job." };
        var command = new Command("watch", "Follow a job until it is finished.") { id };
        command.Runs(async (parsed, terminal, cancellationToken) =>
        {
            using var session = await ServerSession.OpenAsync(cancellationToken);
            var job = await JobProgress.FollowAsync(session, parsed.GetRequiredValue(id), terminal, cancellationToken);
            return FinishedJob.Answer(terminal, job, await Destination.None.FetchAsync(session, job, cancellationToken));
        });
        return command;
    }
}
