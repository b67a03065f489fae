using System.CommandLine;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Cli.Generate;

namespace Sora2.PluginHost.Cli.Footage;

/// <summary><c>sora2 edit</c>: the same shot, changed by text.</summary>
internal static class EditCommand
{
    public static Command Create()
    {
        var clip = new Argument<string>("CLIP") { Description = "A movie file, or a shot of the library." };
        var prompt = new Argument<string>("PROMPT") { Description = "What to change: \"make it night\"." };
        var from = new Option<string?>("--from") { Description = "Where to begin in the clip, seconds or its timecode; default its start." };
        var to = new Option<string?>("--to") { Description = "Where to end; default its end." };
        var command = new Command("edit", "Change a clip by text, and wait for it.") { clip, prompt, from, to };
        var options = new GenerateOptions(command);
        command.Runs((parsed, terminal, cancellationToken) => new FootageMaker(terminal).RunAsync(
            ShotTask.Edit,
            [("CLIP", parsed.GetRequiredValue(clip))],
            options.Read(parsed) with { Prompt = parsed.GetRequiredValue(prompt) },
            (request, facts) => SetPart(request, facts, parsed.GetValue(from), parsed.GetValue(to)),
            cancellationToken));
        return command;
    }

    private static void SetPart(GenerationRequest request, InspectResponse facts, string? from, string? to)
    {
        if (from is not null || to is not null)
        {
            request.Conditioning[0].Part = new TimeRange
            {
                Start = from is null ? 0 : ClipTime.Parse("--from", from, facts),
                End = to is null ? facts.Seconds : ClipTime.Parse("--to", to, facts),
            };
        }
    }
}
