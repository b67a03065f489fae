using System.CommandLine;
using Sora2.PluginHost.Cli.Generate;

namespace Sora2.PluginHost.Cli.Commands;

/// <summary><c>sora2 generate</c>: its arguments; <see cref="ShotMaker"/> does the work.</summary>
internal static class GenerateCommand
{
    public static Command Create()
    {
        var prompt = new Argument<string?>("PROMPT") { Description = "What the shot shows. Words in quotation marks are spoken.", Arity = ArgumentArity.ZeroOrOne };
        var seconds = new Option<double?>("--seconds") { Description = "Length, 0.5 to 60; default 4." };
        var first = new Option<string?>("--first-frame", "--first") { Description = "Picture that the first frame shows." };
        var last = new Option<string?>("--last-frame", "--last") { Description = "Picture that the last frame shows." };
        var from = new Option<string?>("--from") { Description = "A shot.json: make that shot again; other options change it." };
        var command = new Command("generate", "Make a shot and wait for it.") { prompt, seconds, first, last, from };
        var options = new GenerateOptions(command);
        command.Runs((parsed, terminal, cancellationToken) => new ShotMaker(terminal).RunAsync(
            options.Read(parsed) with
            {
                Prompt = parsed.GetValue(prompt),
                Seconds = parsed.GetValue(seconds),
                FirstFrame = parsed.GetValue(first),
                LastFrame = parsed.GetValue(last),
                From = parsed.GetValue(from),
            },
            cancellationToken));
        return command;
    }
}
