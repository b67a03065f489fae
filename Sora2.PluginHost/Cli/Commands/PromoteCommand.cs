using System.CommandLine;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Cli.Deliveries;
using Sora2.PluginHost.Cli.Generate;

namespace Sora2.PluginHost.Cli.Commands;

/// <summary><c>sora2 promote</c>: a draft made again with all steps.</summary>
internal static class PromoteCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("SHOT") { Description = "The draft, PROJECT_SHOT_vNNN; see sora2 shots." };
        var folder = new Option<string?>("--out") { Description = "Folder to copy the finished files to." };
        var delivery = new Option<string?>("--deliver-to") { Description = "Folder to deliver to: media, FCP7 XML, FCPXML, OTIO, EDL and a project of Kdenlive." };
        var editor = new Option<string?>("--into") { Description = "Put picture and stems into the bin of a running editor: kdenlive." };
        var command = new Command("promote", "Make a draft again with all steps, as the shot's next version, and wait for it.") 
        {
            name, folder, delivery, editor,
        };
        command.Runs(async (parsed, terminal, cancellationToken) =>
        {
            var destination = await Destination.CheckAsync(parsed.GetValue(folder), parsed.GetValue(delivery), parsed.GetValue(editor), cancellationToken);
            using var session = await ServerSession.OpenAsync(cancellationToken);
            var promote = new PromoteRequest { ClientKey = Guid.NewGuid().ToString("n"), Name = parsed.GetRequiredValue(name) };
            var answer = await session.Generation.PromoteAsync(promote, cancellationToken: cancellationToken);
            return await new ShotMaker(terminal).FinishAsync(session, answer.Job.Id, destination, cancellationToken);
        });
        return command;
    }
}
