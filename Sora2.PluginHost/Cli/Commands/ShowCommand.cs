using System.CommandLine;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Cli.Answers;

namespace Sora2.PluginHost.Cli.Commands;

/// <summary><c>sora2 show</c>: one shot and its files.</summary>
internal static class ShowCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("SHOT") { Description = "PROJECT_SHOT_vNNN; see sora2 shots." };
        var command = new Command("show", "Show where a shot's files are.") { name };
        command.Runs(async (parsed, terminal, cancellationToken) =>
        {
            using var session = await ServerSession.OpenAsync(cancellationToken);
            var shot = await session.Library.GetAsync(
                new GetShotRequest { Name = parsed.GetRequiredValue(name) }, cancellationToken: cancellationToken);
            terminal.Answer(shot.ToJson(), console => ShotCard.Show(console, shot));
            return ExitCode.Done;
        });
        return command;
    }
}
