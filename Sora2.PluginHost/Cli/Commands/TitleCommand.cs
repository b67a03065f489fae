using System.CommandLine;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Cli.Answers;

namespace Sora2.PluginHost.Cli.Commands;

/// <summary><c>sora2 title</c>: what people call a shot.</summary>
internal static class TitleCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("SHOT") { Description = "PROJECT_SHOT_vNNN; see sora2 shots." };
        var title = new Argument<string?>("TITLE") { Description = "At most 120 characters.", Arity = ArgumentArity.ZeroOrOne };
        var clear = new Option<bool>("--clear") { Description = "Take the title away." };
        var command = new Command("title", "Give a shot a title for people; its files keep their names.") { name, title, clear };
        command.Runs(async (parsed, terminal, cancellationToken) =>
        {
            var text = parsed.GetValue(title);
            if (string.IsNullOrWhiteSpace(text) != parsed.GetValue(clear))
            {
                throw CliException.Invalid("TITLE", parsed.GetValue(clear) ? "one beside --clear" : "nothing", "a title, or --clear");
            }

            using var session = await ServerSession.OpenAsync(cancellationToken);
            var shot = await session.Library.SetTitleAsync(
                new SetTitleRequest { Name = parsed.GetRequiredValue(name), Title = text ?? "" }, cancellationToken: cancellationToken);
            terminal.Answer(shot.ToJson(), console => ShotCard.Show(console, shot));
            return ExitCode.Done;
        });
        return command;
    }
}
