using System.CommandLine;
using System.Text.Json.Nodes;
using Sora2.Contracts.V1;
using Spectre.Console;

namespace Sora2.PluginHost.Cli.Packs;

/// <summary><c>sora2 models remove</c>: takes an added pack off the list.</summary>
internal static class ModelRemoveCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("PACK") { Description = "A pack that was added." };
        var command = new Command("remove", "Take an added pack off the list; its files stay where they are.") { name };
        command.Runs(async (parsed, terminal, cancellationToken) =>
        {
            using var session = await ServerSession.OpenAsync(cancellationToken);
            var pack = await session.Models.GetAsync(new GetModelRequest { Name = parsed.GetRequiredValue(name) }, cancellationToken: cancellationToken);
            await session.Models.RemoveAsync(new RemoveModelRequest { Name = pack.Pack.Name }, cancellationToken: cancellationToken);
            terminal.Answer(
                new JsonObject { ["removed"] = pack.Pack.Name, ["folder"] = pack.Pack.Folder },
                console => console.WriteLine($"{pack.Pack.Name} is off the list. Its files stay in {pack.Pack.Folder}"));
            return ExitCode.Done;
        });
        return command;
    }
}
