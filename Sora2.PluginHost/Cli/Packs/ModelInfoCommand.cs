using System.CommandLine;
using Sora2.Contracts.V1;
using Spectre.Console;

namespace Sora2.PluginHost.Cli.Packs;

/// <summary><c>sora2 models info</c> and <c>sora2 models verify</c>: one pack.</summary>
internal static class ModelInfoCommand
{
    public static Command Create(string verb, string description, bool verify)
    {
        var name = new Argument<string>("PACK") { Description = "See sora2 models.", DefaultValueFactory = static _ => "" };
        var command = new Command(verb, description) { name };
        command.Runs(async (parsed, terminal, cancellationToken) =>
        {
            using var session = await ServerSession.OpenAsync(cancellationToken);
            var details = await session.Models.GetAsync(
                new GetModelRequest { Name = parsed.GetRequiredValue(name), Verify = verify }, cancellationToken: cancellationToken);
            terminal.Answer(PackWords.ToJson(details), console =>
            {
                PackWords.Show(console, details);
                if (verify && details.Pack.Problem.Length == 0)
                {
                    console.MarkupLine("[green]Every file has its hash.[/]");
                }
                else if (!verify && details.LicenceText.Length > 0)
                {
                    console.WriteLine();
                    console.WriteLine(details.LicenceText);
                }
            });
            return details.Pack.Problem.Length == 0 ? ExitCode.Done : ExitCode.NotReady;
        });
        return command;
    }
}
