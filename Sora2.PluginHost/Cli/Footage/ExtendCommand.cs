using System.CommandLine;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Cli.Generate;

namespace Sora2.PluginHost.Cli.Footage;

/// <summary><c>sora2 extend</c>: more of a clip, after its end or before its start.</summary>
internal static class ExtendCommand
{
    public static Command Create()
    {
        var clip = new Argument<string>("CLIP") { Description = "A movie file, or a shot of the library." };
        var prompt = new Argument<string?>("PROMPT") { Description = "How it goes on; default what the shot was, or nothing.", Arity = ArgumentArity.ZeroOrOne };
        var seconds = new Option<string?>("--seconds") { Description = "Length of the new part, seconds or hh:mm:ss:ff; default 4." };
        var head = new Option<bool>("--head") { Description = "Before its start, and not after its end." };
        var command = new Command("extend", "Make more of a clip, and wait for it: the new part alone.") { clip, prompt, seconds, head };
        var options = new GenerateOptions(command);
        command.Runs((parsed, terminal, cancellationToken) => new FootageMaker(terminal).RunAsync(
            parsed.GetValue(head) ? ShotTask.ExtendHead : ShotTask.ExtendTail,
            [("CLIP", parsed.GetRequiredValue(clip))],
            options.Read(parsed) with { Prompt = parsed.GetValue(prompt) },
            (request, _) => SetLength(request, parsed.GetValue(seconds)),
            cancellationToken));
        return command;
    }

    /// <summary>The length that was typed; of a new part that is filed beside its clips.</summary>
    internal static void SetLength(GenerationRequest request, string? seconds)
    {
        if (seconds is not null)
        {
            request.Seconds = ClipTime.ParseLength("--seconds", seconds, request.Sequence.FrameRate);
        }
    }
}
