using System.CommandLine;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Cli.Generate;

namespace Sora2.PluginHost.Cli.Footage;

/// <summary><c>sora2 retake</c>: a part of a clip made anew, the rest untouched.</summary>
internal static class RetakeCommand
{
    public static Command Create()
    {
        var clip = new Argument<string>("CLIP") { Description = "A movie file, or a shot of the library." };
        var prompt = new Argument<string?>("PROMPT") { Description = "What the new part shows; default what the shot was, or nothing.", Arity = ArgumentArity.ZeroOrOne };
        var from = new Option<string>("--from") { Description = "Where the new part begins, seconds or the clip's timecode.", Required = true };
        var to = new Option<string>("--to") { Description = "Where it ends.", Required = true };
        var command = new Command("retake", "Make a part of a clip anew, and wait for it: the whole clip with the new part in it.") { clip, prompt, from, to };
        var options = new GenerateOptions(command);
        command.Runs((parsed, terminal, cancellationToken) => new FootageMaker(terminal).RunAsync(
            ShotTask.Retake,
            [("CLIP", parsed.GetRequiredValue(clip))],
            options.Read(parsed) with { Prompt = parsed.GetValue(prompt) },
            (request, facts) => request.Range = new TimeRange
            {
                Start = ClipTime.Parse("--from", parsed.GetRequiredValue(from), facts),
                End = ClipTime.Parse("--to", parsed.GetRequiredValue(to), facts),
            },
            cancellationToken));
        return command;
    }
}
