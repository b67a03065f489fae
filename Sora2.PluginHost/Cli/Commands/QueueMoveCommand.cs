using System.CommandLine;
using System.Globalization;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Cli.Answers;
using Spectre.Console;

namespace Sora2.PluginHost.Cli.Commands;

/// <summary><c>sora2 queue move</c>: a waiting job to another place.</summary>
internal static class QueueMoveCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("JOB") { Description = "The job; it must wait." };
        var first = new Option<bool>("--first") { Description = "Make it the next to run." };
        var up = new Option<bool>("--up") { Description = "One place nearer." };
        var down = new Option<bool>("--down") { Description = "One place farther." };
        var last = new Option<bool>("--last") { Description = "Make it the last." };
        var before = new Option<string>("--before") { Description = "Right before another job that waits." };
        var after = new Option<string>("--after") { Description = "Right after another job that waits." };
        var command = new Command("move", "Move a waiting job to another place of the queue.") { id, first, up, down, last, before, after };
        command.Runs(async (parsed, terminal, cancellationToken) =>
        {
            (QueueMove Move, bool Wanted)[] moves =
            [
                (QueueMove.First, parsed.GetValue(first)), (QueueMove.Up, parsed.GetValue(up)), (QueueMove.Down, parsed.GetValue(down)),
                (QueueMove.Last, parsed.GetValue(last)), (QueueMove.Before, parsed.GetValue(before) is not null), (QueueMove.After, parsed.GetValue(after) is not null),
            ];
            if (moves.Count(static move => move.Wanted) is not 1 and var count)
            {
                throw CliException.Invalid("move", $"{count} of them", "one of --first, --up, --down, --last, --before JOB, --after JOB");
            }

            using var session = await ServerSession.OpenAsync(cancellationToken);
            var request = new MoveRequest
            {
                JobId = parsed.GetRequiredValue(id),
                Move = moves.Single(static move => move.Wanted).Move,
                OtherJobId = parsed.GetValue(before) ?? parsed.GetValue(after) ?? "",
            };
            var job = await session.Generation.MoveAsync(request, cancellationToken: cancellationToken);

            // It may have begun since it was moved.
            terminal.Answer(job.ToJson(), console => console.WriteLine(job.Place switch
            {
                0 => $"job {job.Id} is moved, and {job.State.Word()} by now",
                1 => $"job {job.Id} is the next",
                var place => string.Create(CultureInfo.InvariantCulture, $"job {job.Id} is at place {place}"),
            }));
            return ExitCode.Done;
        });
        return command;
    }
}
