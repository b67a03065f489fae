using System.CommandLine;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Cli.Generate;

namespace Sora2.PluginHost.Cli.Footage;

/// <summary><c>sora2 fill</c>: what happens between two clips.</summary>
internal static class FillCommand
{
    public static Command Create()
    {
        var before = new Argument<string>("A") { Description = "The clip before the gap: a movie file, or a shot of the library." };
        var after = new Argument<string>("B") { Description = "The clip after it." };
        var prompt = new Argument<string?>("PROMPT") { Description = "What happens; default what the shot before was, or nothing.", Arity = ArgumentArity.ZeroOrOne };
        var seconds = new Option<string?>("--seconds") { Description = "Length of the gap, seconds or hh:mm:ss:ff; default 4." };
        var command = new Command("fill", "Fill the gap between two clips, and wait for it: the new part alone.") { before, after, prompt, seconds };
        var options = new GenerateOptions(command);
        command.Runs((parsed, terminal, cancellationToken) => new FootageMaker(terminal).RunAsync(
            ShotTask.FillGap,
            [("A", parsed.GetRequiredValue(before)), ("B", parsed.GetRequiredValue(after))],
            options.Read(parsed) with { Prompt = parsed.GetValue(prompt) },
            (request, _) => ExtendCommand.SetLength(request, parsed.GetValue(seconds)),
            cancellationToken));
        return command;
    }
}
