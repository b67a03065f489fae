using System.CommandLine;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Cli.Generate;

namespace Sora2.PluginHost.Cli.Commands;

/// <summary><c>sora2 promote</c>: a draft made again with all steps.</summary>
internal static class PromoteCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("SHOT") { Description = "The draft, PROJECT_SHOT_vNNN; see sora2 shots." };
        var folder = new Option<string?>("--out") { Description = "Folder to copy the finished files to." };
        var command = new Command("promote", "Make a draft again with all steps, as the shot's next version, and wait for it.") { name, folder };
        command.Runs(async (parsed, terminal, cancellationToken) =>
        {
            var delivery = parsed.GetValue(folder) is { } given ? DeliveryFolder.Check(given) : null;
            using var session = await ServerSession.OpenAsync(cancellationToken);
            var promote = new PromoteRequest { ClientKey = Guid.NewGuid().ToString("n"), Name = parsed.GetRequiredValue(name) };
            var answer = await session.Generation.PromoteAsync(promote, cancellationToken: cancellationToken);
            return await new ShotMaker(terminal).FinishAsync(session, answer.Job.Id, delivery, cancellationToken);
        });
        return command;
    }
}
