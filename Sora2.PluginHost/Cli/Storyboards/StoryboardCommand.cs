using System.CommandLine;
using Sora2.PluginHost.Cli.Generate;

namespace Sora2.PluginHost.Cli.Storyboards;

/// <summary><c>sora2 storyboard</c>: several shots with the same cast, place and light.</summary>
internal static class StoryboardCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "JSON, or text with an empty line between shots." };
        var seconds = new Option<double?>("--seconds") { Description = "Length of shots that give none; default 4." };
        var continuous = new Option<bool>("--continuous") { Description = "One piece without a break, and not a shot each." };
        var command = new Command("storyboard", "Make the shots of a storyboard and wait for them.") { file, seconds, continuous };
        var options = new GenerateOptions(command);
        command.Runs((parsed, terminal, cancellationToken) => new StoryboardMaker(terminal).RunAsync(
            parsed.GetRequiredValue(file),
            parsed.GetValue(continuous),
            options.Read(parsed) with { Seconds = parsed.GetValue(seconds) },
            cancellationToken));
        return command;
    }
}
